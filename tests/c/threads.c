/* Eight threads: calls on one agent, agents that come and go, one result that all of them read. */
#include "system.h"

enum { THREADS = 8, ROUNDS = 6 };

static ls_agent *shared_agent;
static ls_uipath *shared_uipath;
static ls_licenses *shared_licenses;

static ls_licenses *licenses_of(const ls_agent *agent, const char *username, int32_t policy)
{
    ls_credentials *credentials = ls_credentials_new_password(username, "secret");
    ls_licenses *licenses = NULL;
    ls_error *error = NULL;
    CHECK_DONE(ls_user_licenses(agent, "up", credentials, policy, &licenses, &error), error);
    ls_credentials_free(credentials);
    return licenses;
}

static void ask_for_licenses(void)
{
    ls_licenses *licenses = licenses_of(shared_agent, "several@example.com", LS_POLICY_NETWORK_FIRST);
    CHECK_NUMBER(ls_licenses_count(licenses), 4);
    ls_licenses_free(licenses);
}

static void ask_for_users(void)
{
    ls_license_users *users = NULL;
    ls_error *error = NULL;
    CHECK_DONE(ls_customer_license_users(shared_agent, "up", "test@example.com",
                                         LS_POLICY_NETWORK_ONLY, &users, &error),
               error);
    CHECK_NUMBER(ls_license_users_count(users), 2);
    ls_license_users_free(users);
}

static void ask_in_vain(void)
{
    ls_credentials *credentials = ls_credentials_new_password("several@example.com", "wrong");
    ls_licenses *licenses = NULL;
    ls_error *error = NULL;
    ls_status status = ls_user_licenses(shared_agent, "up", credentials, LS_POLICY_NETWORK_ONLY,
                                        &licenses, &error);
    CHECK_FAILED(status, error, LS_ERR_CREDENTIALS, "");
    ls_credentials_free(credentials);
}

static void come_and_go(void)
{
    ls_agent *agent = sandbox_agent();
    ls_licenses *licenses = licenses_of(agent, "features@example.com", LS_POLICY_CACHE_ONLY);
    ls_agent_free(agent);
    CHECK_NUMBER(ls_licenses_source(licenses), LS_SOURCE_CACHE);
    ls_licenses_free(licenses);
}

static void read_what_is_shared(void)
{
    const ls_license *license = ls_licenses_at(shared_licenses, 0);
    CHECK_TEXT(ls_feature_code(ls_license_product_features_at(license, 0)), "export");
    char *json = ls_licenses_to_json(shared_licenses);
    CHECK(json != NULL && strstr(json, "export") != NULL);
    ls_string_free(json);
}

static void allocate(void)
{
    const char *const users[] = {"user"}, *const bundles[] = {"ATTUNU"};
    ls_allocations *allocations = NULL;
    ls_error *error = NULL;
    CHECK_NUMBER(ls_uipath_set_access_token(shared_uipath, needed("LSAGENT_UIPATH_TOKEN")), LS_OK);
    CHECK_DONE(ls_uipath_allocate_user_licenses(shared_uipath, "account", users, 1, bundles, 1, false,
                                                &allocations, &error),
               error);
    ls_allocations_free(allocations);
}

static void work(size_t number)
{
    static void (*const jobs[])(void) = {ask_for_licenses, ask_for_users,       ask_in_vain,
                                         come_and_go,      read_what_is_shared, allocate};
    const size_t count = sizeof jobs / sizeof jobs[0];
    for (size_t round = 0; round < ROUNDS; round++)
        jobs[(number + round) % count]();
}

int main(void)
{
    ls_config *config = sandbox_config();
    ls_error *error = NULL;
    CHECK_DONE(ls_uipath_new(config, needed("LSAGENT_UIPATH_URL"), needed("LSAGENT_UIPATH_TOKEN"),
                             &shared_uipath, &error),
               error);
    ls_config_free(config);
    shared_agent = sandbox_agent();
    shared_licenses = licenses_of(shared_agent, "features@example.com", LS_POLICY_NETWORK_FIRST);
    run_threads(work, THREADS);
    ls_agent_free(shared_agent);
    ls_uipath_free(shared_uipath);
    read_what_is_shared();
    ls_licenses_free(shared_licenses);
    puts("eight threads got along");
    return 0;
}
