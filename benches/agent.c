/*
 * Asks the server through lsagent, and looks at every element of the answer.
 *
 *     agent licenses|users CALLS
 */
#include "agent.h"

static struct count licenses(void *agent)
{
    ls_error *error = NULL;
    ls_licenses *licenses = NULL;
    ls_credentials *credentials = ls_credentials_new_password(USERNAME, PASSWORD);
    must(ls_user_licenses(agent, PRODUCT, credentials, LS_POLICY_NETWORK_ONLY, &licenses, &error), error);
    struct count count = {ls_licenses_count(licenses), 0};
    for (size_t index = 0; index < count.all; index++) {
        bool enabled = false;
        ls_license_license_enabled(ls_licenses_at(licenses, index), &enabled);
        count.flagged += enabled;
    }
    ls_licenses_free(licenses);
    ls_credentials_free(credentials);
    return count;
}

static struct count users(void *agent)
{
    ls_error *error = NULL;
    ls_license_users *users = NULL;
    must(ls_customer_license_users(agent, PRODUCT, CUSTOMER, LS_POLICY_NETWORK_ONLY, &users, &error), error);
    struct count count = {ls_license_users_count(users), 0};
    for (size_t index = 0; index < count.all; index++) {
        bool active = false;
        ls_license_user_is_active(ls_license_users_at(users, index), &active);
        count.flagged += active;
    }
    ls_license_users_free(users);
    return count;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        fail("usage", "agent licenses|users CALLS");
    ls_agent *agent = new_agent();
    for (int call = 0; call < atoi(argv[2]); call++)
        timed(strcmp(argv[1], "users") == 0 ? users : licenses, agent);
    ls_agent_free(agent);
    return 0;
}
