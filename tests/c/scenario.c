/* From settings to values and back from the store, for every service, against a sandbox. */
#include "check.h"

#include <time.h>

static ls_licenses *ask(const ls_agent *agent, ls_credentials *credentials, int32_t policy)
{
    ls_licenses *licenses = NULL;
    ls_error *error = NULL;
    ls_status status = ls_user_licenses(agent, "up", credentials, policy, &licenses, &error);
    CHECK_DONE(status, error);
    ls_credentials_free(credentials);
    return licenses;
}

static ls_licenses *licenses_of(const ls_agent *agent, const char *username, int32_t policy)
{
    return ask(agent, ls_credentials_new_password(username, "secret"), policy);
}

static void check_json(char *json, const char *part)
{
    CHECK(json != NULL && strstr(json, part) != NULL);
    ls_string_free(json);
}

static void check_features(const ls_license *license)
{
    int64_t number = -1;
    CHECK_NUMBER(ls_license_product_features_count(license), 4);
    const ls_feature *render = ls_license_product_features_at(license, 1);
    CHECK_FIELD(ls_feature_id, render, 2002);
    CHECK_TEXT(ls_feature_code(render), "render");
    CHECK_TEXT(ls_feature_name(render), "Rendering");
    CHECK_TEXT(ls_feature_feature_type(render), "consumption");
    CHECK_TEXT(ls_feature_consumption_period(render), "annually");
    CHECK_FIELD(ls_feature_max_consumption, render, 1000);
    CHECK_FIELD(ls_feature_total_consumptions, render, 250);
    CHECK_FIELD(ls_feature_allow_overages, render, 1);
    CHECK_FLAG(ls_feature_reset_consumption, render, true);
    CHECK(!ls_feature_expiry_date(render, &number) && number == 0);
    const ls_feature *cloud = ls_license_product_features_at(license, 2);
    CHECK_FLAG(ls_feature_is_floating_cloud, cloud, true);
    CHECK_FIELD(ls_feature_floating_users, cloud, 5);
    const ls_feature *old = ls_license_product_features_at(license, 3);
    CHECK(ls_feature_expiry_date(old, &number));
    CHECK(number % 86400 == 0 && number < (int64_t)time(NULL));
    CHECK(ls_license_product_features_at(license, 4) == NULL);
}

static void check_license(const ls_licenses *licenses)
{
    int64_t number = -1;
    CHECK_NUMBER(ls_licenses_count(licenses), 1);
    CHECK(ls_licenses_at(licenses, 1) == NULL);
    const ls_license *license = ls_licenses_at(licenses, 0);
    CHECK_FIELD(ls_license_id, license, 1719215304208170);
    CHECK_TEXT(ls_license_license_type(license), "perpetual");
    CHECK_TEXT(ls_license_channel(license), "stable");
    CHECK_FLAG(ls_license_license_enabled, license, true);
    CHECK_FLAG(ls_license_is_trial, license, false);
    CHECK_FIELD(ls_license_company_id, license, 1001);
    CHECK(!ls_license_validity_period(license, &number) && number == 0);
    CHECK_NUMBER(ls_license_custom_fields_count(license), 0);
    CHECK_TEXT(ls_user_email(ls_license_holder(license)), "features@example.com");
    CHECK_FIELD(ls_user_id, ls_license_holder(license), 1719215304208063);
    CHECK_TEXT(ls_customer_company_name(ls_license_customer(license)), "Sandbox Customer");
    CHECK_TEXT(ls_product_short_code(ls_license_product_details(license)), "up");
    check_features(license);
    check_json(ls_license_to_json(license), "\"consumption_period\":\"annualy\"");
    check_json(ls_licenses_to_json(licenses), "1719215304208170");
}

static void from_the_server_and_from_the_store(const ls_agent *agent)
{
    int64_t now = (int64_t)time(NULL);
    ls_licenses *fresh = licenses_of(agent, "features@example.com", LS_POLICY_NETWORK_FIRST);
    CHECK_NUMBER(ls_licenses_source(fresh), LS_SOURCE_NETWORK);
    CHECK(ls_licenses_fetched_at(fresh) >= now);
    check_license(fresh);
    ls_licenses *stored = licenses_of(agent, "features@example.com", LS_POLICY_CACHE_ONLY);
    CHECK_NUMBER(ls_licenses_source(stored), LS_SOURCE_CACHE);
    CHECK_NUMBER(ls_licenses_fetched_at(stored), ls_licenses_fetched_at(fresh));
    CHECK(ls_licenses_fallback(fresh) == NULL && ls_licenses_fallback(stored) == NULL);
    ls_licenses_free(fresh);
    check_license(stored);
    ls_licenses_free(stored);
}

/* The same vendor's agent, where nobody listens. */
static void from_the_store_because_nobody_listens(void)
{
    ls_config *config = sandbox_config();
    ls_agent *agent = NULL;
    ls_error *error = NULL;
    CHECK_NUMBER(ls_config_set_base_url(config, "https://127.0.0.1:1"), LS_OK);
    CHECK_DONE(ls_agent_new(config, &agent, &error), error);
    ls_config_free(config);
    ls_licenses *licenses = licenses_of(agent, "features@example.com", LS_POLICY_NETWORK_FIRST);
    ls_agent_free(agent);
    CHECK_NUMBER(ls_licenses_source(licenses), LS_SOURCE_CACHE);
    const ls_error *fallback = ls_licenses_fallback(licenses);
    CHECK_NUMBER(ls_error_status(fallback), LS_ERR_NETWORK);
    CHECK(ls_error_is_retryable(fallback));
    CHECK_NUMBER(ls_error_http_status(fallback), 0);
    CHECK(ls_error_code(fallback) == NULL);
    CHECK(!ls_error_retry_after(fallback, NULL));
    check_license(licenses);
    ls_licenses_free(licenses);
}

static void every_sign_in(const ls_agent *agent)
{
    const char *account = "acme", *redirect = "https://app.example/done";
    ls_credentials *signs[] = {
        ls_credentials_new_id_token("token:several@example.com", account),
        ls_credentials_new_code("code:several@example.com:1", account, NULL),
        ls_credentials_new_code("code:several@example.com:2", account, redirect),
    };
    for (int i = 0; i < 3; i++) {
        ls_licenses *licenses = ask(agent, signs[i], LS_POLICY_NETWORK_ONLY);
        CHECK_NUMBER(ls_licenses_count(licenses), 4);
        CHECK_FLAG(ls_license_is_expired, ls_licenses_at(licenses, 0), true);
        CHECK_FLAG(ls_license_license_enabled, ls_licenses_at(licenses, 1), false);
        CHECK_FLAG(ls_license_is_trial, ls_licenses_at(licenses, 2), true);
        ls_licenses_free(licenses);
    }
    ls_licenses *none = licenses_of(agent, "none@example.com", LS_POLICY_NETWORK_ONLY);
    CHECK_NUMBER(ls_licenses_count(none), 0);
    ls_licenses_free(none);
    ls_licenses *large = licenses_of(agent, "valid@example.com", LS_POLICY_NETWORK_ONLY);
    CHECK_FIELD(ls_license_id, ls_licenses_at(large, 0), 9007199254740993);
    CHECK_FIELD(ls_user_id, ls_license_holder(ls_licenses_at(large, 0)), INT64_MAX);
    ls_licenses_free(large);
}

static void expect(const ls_agent *agent, const char *product, const char *password, int32_t policy,
                   ls_status wanted, const char *code, int http_status)
{
    ls_credentials *credentials = ls_credentials_new_password("grace@example.com", password);
    ls_licenses *licenses = NULL;
    ls_error *error = NULL;
    ls_status status = ls_user_licenses(agent, product, credentials, policy, &licenses, &error);
    ls_credentials_free(credentials);
    CHECK(licenses == NULL);
    CHECK_NUMBER(ls_error_http_status(error), http_status);
    if (code)
        CHECK_TEXT(ls_error_code(error), code);
    else
        CHECK(ls_error_code(error) == NULL);
    CHECK(!ls_error_is_retryable(error));
    CHECK_FAILED(status, error, wanted, "");
}

static void decision_on(const ls_agent *agent, const char *username, const char *feature,
                        ls_decision wanted)
{
    ls_credentials *credentials = ls_credentials_new_password(username, "secret");
    ls_entitlement *entitlement = NULL;
    ls_error *error = NULL;
    CHECK_DONE(ls_check(agent, "up", feature, credentials, LS_POLICY_NETWORK_FIRST, &entitlement,
                        &error),
               error);
    CHECK_NUMBER(ls_entitlement_decision(entitlement), wanted);
    CHECK(ls_entitlement_is_allowed(entitlement) == (wanted < LS_DECISION_DENIED_NO_LICENSE));
    CHECK(strlen(ls_entitlement_message(entitlement)) > 0);
    CHECK_NUMBER(ls_entitlement_source(entitlement), LS_SOURCE_NETWORK);
    check_json(ls_entitlement_to_json(entitlement), "\"decision\":");
    ls_entitlement_free(entitlement);
    ls_credentials_free(credentials);
}

static void decisions(const ls_agent *agent)
{
    decision_on(agent, "features@example.com", "export", LS_DECISION_ALLOWED);
    decision_on(agent, "features@example.com", "old", LS_DECISION_DENIED_FEATURE_EXPIRED);
    decision_on(agent, "features@example.com", "nothing", LS_DECISION_DENIED_NO_FEATURE);
    decision_on(agent, "expired@example.com", NULL, LS_DECISION_DENIED_EXPIRED);
    decision_on(agent, "none@example.com", NULL, LS_DECISION_DENIED_NO_LICENSE);
}

typedef struct {
    ls_status status;
    size_t licenses;
} outcome;

static void remember(void *user_data, ls_status status, ls_licenses *licenses, ls_error *error)
{
    outcome *seen = (outcome *)user_data;
    seen->status = status;
    seen->licenses = ls_licenses_count(licenses);
    ls_licenses_free(licenses);
    ls_error_free(error);
}

static void tasks(const ls_agent *agent)
{
    ls_credentials *credentials = ls_credentials_new_password("several@example.com", "secret");
    ls_task *task = NULL;
    ls_error *error = NULL;
    outcome seen = {LS_ERR_INTERNAL, 0};
    CHECK_DONE(ls_user_licenses_start(agent, "up", credentials, LS_POLICY_NETWORK_ONLY, remember, &seen,
                                      &task, &error),
               error);
    ls_credentials_free(credentials);
    CHECK_NUMBER(ls_task_wait(task, 60000), LS_OK);
    CHECK_NUMBER(seen.status, LS_OK);
    CHECK_NUMBER(seen.licenses, 4);
    CHECK_NUMBER(ls_task_cancel(task), LS_OK);
    ls_task_free(task);
}

/* Nothing is stored of whom the agent has forgotten. */
static void forgotten(const ls_agent *agent)
{
    ls_error *error = NULL;
    ls_licenses_free(licenses_of(agent, "several@example.com", LS_POLICY_CACHE_ONLY));
    CHECK_DONE(ls_agent_forget(agent, "several@example.com", &error), error);
    ls_credentials *credentials = ls_credentials_new_remembered("several@example.com");
    ls_licenses *licenses = NULL;
    ls_status status =
        ls_user_licenses(agent, "up", credentials, LS_POLICY_CACHE_ONLY, &licenses, &error);
    CHECK_FAILED(status, error, LS_ERR_NOT_CACHED, "");
    ls_credentials_free(credentials);
}

static void refusals(const ls_agent *agent)
{
    const int32_t network = LS_POLICY_NETWORK_ONLY;
    expect(agent, "up", "wrong", network, LS_ERR_CREDENTIALS, "authentication_failed", 401);
    expect(agent, "nothing", "secret", network, LS_ERR_REFUSED, "unknown_product", 400);
    expect(agent, "up", "secret", LS_POLICY_CACHE_ONLY, LS_ERR_NOT_CACHED, NULL, 0);
}

static void users_of_a_customer(const ls_agent *agent)
{
    ls_license_users *users = NULL;
    ls_error *error = NULL;
    const char *customer = "test@example.com";
    for (int stored = 0; stored < 2; stored++) {
        int32_t policy = stored ? (int32_t)LS_POLICY_CACHE_ONLY : (int32_t)LS_POLICY_NETWORK_FIRST;
        CHECK_DONE(ls_customer_license_users(agent, "up", customer, policy, &users, &error), error);
        CHECK_NUMBER(ls_license_users_source(users), stored ? LS_SOURCE_CACHE : LS_SOURCE_NETWORK);
        CHECK(ls_license_users_fetched_at(users) > 0 && ls_license_users_fallback(users) == NULL);
        CHECK_TEXT(ls_customer_email(ls_license_users_customer(users)), customer);
        CHECK_NUMBER(ls_license_users_count(users), 2);
        const ls_license_user *user = ls_license_users_at(users, 0);
        CHECK_TEXT(ls_license_user_email(user), "test1@example.com");
        CHECK_FLAG(ls_license_user_is_active, user, true);
        CHECK_FLAG(ls_license_user_is_initial_password, user, true);
        CHECK_FIELD(ls_license_user_license_id, user, 34524352345);
        if (stored)
            CHECK(ls_license_user_initial_password(user) == NULL);
        else
            CHECK_TEXT(ls_license_user_initial_password(user), "t218_uv@");
        check_json(ls_license_users_to_json(users), "test2@example.com");
        ls_license_users_free(users);
    }
}

static ls_status allocate(const ls_uipath *uipath, const char *account, ls_allocations **out,
                          ls_error **error)
{
    const char *const users[] = {"first-user", "second-user"};
    const char *const bundles[] = {"RPADEVNU", "ATTUNU", "TSTNU"};
    return ls_uipath_allocate_user_licenses(uipath, account, users, 2, bundles, 3, true, out, error);
}

static void allocations(void)
{
    ls_config *config = ls_config_new();
    ls_uipath *uipath = NULL;
    ls_allocations *allocations = NULL;
    ls_error *error = NULL;
    CHECK_NUMBER(ls_config_set_ca_file(config, needed("LSAGENT_CA_FILE")), LS_OK);
    CHECK_NUMBER(ls_config_set_proxy(config, ""), LS_OK);
    CHECK_NUMBER(ls_config_set_timeout_ms(config, 60000), LS_OK);
    CHECK_DONE(ls_uipath_new(config, needed("LSAGENT_UIPATH_URL"), "stale", &uipath, &error), error);
    ls_config_free(config);
    ls_status status = allocate(uipath, "an account", &allocations, &error);
    CHECK_NUMBER(ls_error_http_status(error), 401);
    CHECK_FAILED(status, error, LS_ERR_CREDENTIALS, "token");
    CHECK_NUMBER(ls_uipath_set_access_token(uipath, needed("LSAGENT_UIPATH_TOKEN")), LS_OK);
    status = allocate(uipath, "full", &allocations, &error);
    CHECK_NUMBER(ls_error_http_status(error), 409);
    CHECK_FAILED(status, error, LS_ERR_REFUSED, "no units left");
    CHECK(allocations == NULL);
    CHECK_DONE(allocate(uipath, "an account", &allocations, &error), error);
    ls_uipath_free(uipath);
    CHECK_NUMBER(ls_allocations_count(allocations), 2);
    CHECK(ls_allocations_at(allocations, 2) == NULL);
    const ls_allocation *second = ls_allocations_at(allocations, 1);
    CHECK_TEXT(ls_allocation_user_id(second), "second-user");
    CHECK_TEXT(ls_allocation_organization_id(second), "an account");
    CHECK_FLAG(ls_allocation_use_external_license, second, true);
    CHECK_NUMBER(ls_allocation_user_bundle_codes_count(second), 3);
    CHECK_TEXT(ls_allocation_user_bundle_codes_at(second, 2), "TSTNU");
    CHECK(ls_allocation_user_bundle_codes_at(second, 3) == NULL);
    check_json(ls_allocations_to_json(allocations), "first-user");
    ls_allocations_free(allocations);
}

static void settings(void)
{
    ls_config *config = ls_config_new();
    ls_agent *agent = NULL;
    ls_error *error = NULL;
    ls_status status = ls_agent_new(config, &agent, &error);
    CHECK_FAILED(status, error, LS_ERR_CONFIG, "api_key and shared_key");
    CHECK_NUMBER(ls_config_set_oauth_client(config, "id", "secret", "https://example.com/token"),
                 LS_OK);
    CHECK_DONE(ls_agent_new(config, &agent, &error), error);
    ls_agent_free(agent);
    CHECK_NUMBER(ls_config_set_api_key(config, "key", "shared"), LS_OK);
    status = ls_agent_new(config, &agent, &error);
    CHECK_FAILED(status, error, LS_ERR_CONFIG, "client_id and client_secret");
    ls_config_free(config);
    config = ls_config_new();
    CHECK_NUMBER(ls_config_set_api_key(config, "key", "shared"), LS_OK);
    CHECK_NUMBER(ls_config_set_base_url(config, "http://example.com"), LS_ERR_INVALID_ARGUMENT);
    status = ls_agent_new(config, &agent, &error);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "ls_config_set_base_url");
    CHECK_NUMBER(ls_config_set_base_url(config, "https://example.com"), LS_OK);
    CHECK_NUMBER(ls_config_set_connect_timeout_ms(config, 1000), LS_OK);
    CHECK_NUMBER(ls_config_set_max_response_bytes(config, 1024), LS_OK);
    CHECK_NUMBER(ls_config_set_offline_grace_seconds(config, 0), LS_OK);
    CHECK_NUMBER(ls_config_set_refresh_after_seconds(config, 60), LS_OK);
    CHECK_NUMBER(ls_config_set_app(config, "scenario", "1.0"), LS_OK);
    CHECK_DONE(ls_agent_new(config, &agent, &error), error);
    ls_agent_free(agent);
    ls_config_free(config);
}

static void count_line(void *user_data, int32_t level, const char *message)
{
    int *lines = (int *)user_data;
    CHECK(level >= LS_LOG_ERROR && level <= LS_LOG_DEBUG);
    CHECK(strstr(message, "secret") == NULL);
    ++*lines;
}

static void a_log(void)
{
    int lines = 0;
    ls_config *config = sandbox_config();
    ls_agent *agent = NULL;
    ls_error *error = NULL;
    CHECK_NUMBER(ls_config_set_log_callback(config, LS_LOG_DEBUG, count_line, &lines), LS_OK);
    CHECK_NUMBER(ls_config_set_cache_enabled(config, false), LS_OK);
    CHECK_DONE(ls_agent_new(config, &agent, &error), error);
    ls_config_free(config);
    ls_licenses_free(licenses_of(agent, "trial@example.com", LS_POLICY_NETWORK_FIRST));
    CHECK(lines > 0);
    ls_agent_free(agent);
}

int main(void)
{
    settings();
    ls_agent *agent = sandbox_agent();
    from_the_server_and_from_the_store(agent);
    from_the_store_because_nobody_listens();
    every_sign_in(agent);
    decisions(agent);
    tasks(agent);
    forgotten(agent);
    refusals(agent);
    users_of_a_customer(agent);
    ls_agent_free(agent);
    allocations();
    a_log();
    puts("every service was heard");
    return 0;
}
