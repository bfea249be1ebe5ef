/*
 * A program of somebody else's, in C and in C++: it says with what it was built and linked, and checks.
 */
#include <stdio.h>
#include <stdlib.h>

#ifdef __cplusplus
#if __has_include(<lsagent.hpp>)
#include <lsagent.hpp>
#define HEADER "lsagent.hpp"
#endif
#endif
#ifndef HEADER
#include <lsagent.h>
#define HEADER "lsagent.h"
#endif

static ls_config *settings(void)
{
    char pem[8192];
    FILE *file = fopen(getenv("LSAGENT_PUBLIC_KEY_FILE"), "rb");
    size_t length = file ? fread(pem, 1, sizeof pem - 1, file) : 0;
    ls_config *config = ls_config_new();
    pem[length] = '\0';
    if (file)
        fclose(file);
    ls_config_set_response_public_key(config, pem);
    ls_config_set_api_key(config, getenv("LSAGENT_API_KEY"), getenv("LSAGENT_SHARED_KEY"));
    ls_config_set_base_url(config, getenv("LSAGENT_BASE_URL"));
    ls_config_set_ca_file(config, getenv("LSAGENT_CA_FILE"));
    ls_config_set_cache_enabled(config, false);
    return config;
}

int main(void)
{
    ls_agent *agent = NULL;
    ls_entitlement *entitlement = NULL;
    ls_error *error = NULL;
    ls_config *config = settings();
    ls_credentials *user = ls_credentials_new_password("valid@example.com", "secret");
    bool allowed = false;
    printf("%s %d.%d.%d, library %s\n", HEADER, LS_VERSION_MAJOR, LS_VERSION_MINOR, LS_VERSION_PATCH,
           ls_version());
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_check(agent, "up", NULL, user, LS_POLICY_NETWORK_ONLY, &entitlement, &error) == LS_OK) {
        allowed = ls_entitlement_is_allowed(entitlement);
        printf("Allowed: %s\n", allowed ? "yes" : "no");
    } else {
        printf("%s: %s\n", ls_status_name(ls_error_status(error)), ls_error_message(error));
    }
    ls_error_free(error);
    ls_entitlement_free(entitlement);
    ls_agent_free(agent);
    ls_credentials_free(user);
    ls_config_free(config);
    return allowed ? 0 : 1;
}
