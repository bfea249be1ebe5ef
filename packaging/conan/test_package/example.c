/* The library is the header's, and it says so when there is nobody to ask. */
#include <stdio.h>
#include <string.h>

#include <lsagent.h>

int main(void)
{
    char expected[40];
    ls_agent *agent = NULL;
    ls_entitlement *entitlement = NULL;
    ls_config *config = ls_config_new();
    ls_credentials *user = ls_credentials_new_password("user@example.com", "secret");
    ls_status status;
    snprintf(expected, sizeof expected, "%d.%d.%d", LS_VERSION_MAJOR, LS_VERSION_MINOR, LS_VERSION_PATCH);
    ls_config_set_api_key(config, "key", "shared key");
    ls_config_set_base_url(config, "https://127.0.0.1:1");
    ls_config_set_proxy(config, "");
    ls_config_set_cache_enabled(config, false);
    status = ls_agent_new(config, &agent, NULL);
    if (status == LS_OK)
        status = ls_check(agent, "up", NULL, user, LS_POLICY_NETWORK_ONLY, &entitlement, NULL);
    printf("lsagent %s: %s\n", ls_version(), ls_status_name(status));
    ls_entitlement_free(entitlement);
    ls_agent_free(agent);
    ls_credentials_free(user);
    ls_config_free(config);
    return status == LS_ERR_NETWORK && strcmp(ls_version(), expected) == 0 ? 0 : 1;
}
