/* Arguments that no function takes: NULL, empty, not UTF-8, too long, out of range. Whatever can fail
 * says which of them it was; the rest is in absent.c. */
#include "check.h"

enum { MEGABYTE = 1024 * 1024 };

static char too_long[MEGABYTE + 1];

typedef struct {
    const char *text;
    const char *fault;
} bad_text;

static const bad_text BAD_TEXTS[] = {
    {NULL, "is NULL"}, {"", "is empty"}, {"\xff\xfe", "is not UTF-8"}, {too_long, "is longer than"}};
enum { BAD_TEXT_COUNT = sizeof BAD_TEXTS / sizeof BAD_TEXTS[0] };

#define REFUSED(status) CHECK_NUMBER((status), LS_ERR_INVALID_ARGUMENT)

/* What the fault of a setter that was remembered is called. */
static void check_remembered(const ls_config *config, const char *setter, const char *parameter)
{
    ls_agent *agent = (ls_agent *)config;
    ls_error *error = NULL;
    ls_status status = ls_agent_new(config, &agent, &error);
    CHECK(agent == NULL);
    CHECK(error != NULL && strstr(ls_error_message(error), setter) != NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
}

typedef ls_status (*text_setter)(ls_config *config, const char *text);

static ls_status set_api_key(ls_config *config, const char *text)
{
    return ls_config_set_api_key(config, text, "shared");
}

static ls_status set_shared_key(ls_config *config, const char *text)
{
    return ls_config_set_api_key(config, "key", text);
}

static ls_status set_client_id(ls_config *config, const char *text)
{
    return ls_config_set_oauth_client(config, text, "secret", NULL);
}

static ls_status set_client_secret(ls_config *config, const char *text)
{
    return ls_config_set_oauth_client(config, "id", text, NULL);
}

/* NULL is no mistake: the license server is asked. */
static ls_status set_token_url(ls_config *config, const char *text)
{
    return ls_config_set_oauth_client(config, "id", "secret", text ? text : "");
}

static ls_status set_app_name(ls_config *config, const char *text)
{
    return ls_config_set_app(config, text, "1.0");
}

static ls_status set_app_version(ls_config *config, const char *text)
{
    return ls_config_set_app(config, "app", text);
}

static const struct {
    text_setter set;
    const char *name;
    const char *parameter;
} TEXT_SETTERS[] = {
    {set_api_key, "set_api_key", "api_key"},
    {set_shared_key, "set_api_key", "shared_key"},
    {set_client_id, "set_oauth_client", "client_id"},
    {set_client_secret, "set_oauth_client", "client_secret"},
    {set_token_url, "set_oauth_client", "token_url"},
    {set_app_name, "set_app", "name"},
    {set_app_version, "set_app", "version"},
    {ls_config_set_base_url, "set_base_url", "base_url"},
    {ls_config_set_response_public_key, "set_response_public_key", "pem"},
    {ls_config_set_proxy, "set_proxy", "url"},
    {ls_config_set_ca_file, "set_ca_file", "path"},
    {ls_config_set_pinned_public_key, "set_pinned_public_key", "pins"},
    {ls_config_set_cache_dir, "set_cache_dir", "path"},
    {ls_config_set_device_id, "set_device_id", "device_id"},
};

static void setters_of_text(void)
{
    for (size_t i = 0; i < sizeof TEXT_SETTERS / sizeof TEXT_SETTERS[0]; i++) {
        REFUSED(TEXT_SETTERS[i].set(NULL, "text"));
        for (int bad = 0; bad < BAD_TEXT_COUNT; bad++) {
            const char *text = BAD_TEXTS[bad].text;
            if (TEXT_SETTERS[i].set == ls_config_set_proxy && text && *text == '\0')
                continue;
            ls_config *config = ls_config_new();
            REFUSED(TEXT_SETTERS[i].set(config, text));
            check_remembered(config, TEXT_SETTERS[i].name, TEXT_SETTERS[i].parameter);
            ls_config_free(config);
        }
    }
}

static void setters_of_numbers(void)
{
    ls_config *config = ls_config_new();
    REFUSED(ls_config_set_timeout_ms(NULL, 1000));
    REFUSED(ls_config_set_timeout_ms(config, 0));
    REFUSED(ls_config_set_timeout_ms(config, UINT32_MAX));
    REFUSED(ls_config_set_connect_timeout_ms(NULL, 1000));
    REFUSED(ls_config_set_connect_timeout_ms(config, 0));
    REFUSED(ls_config_set_max_response_bytes(NULL, 4096));
    REFUSED(ls_config_set_max_response_bytes(config, 0));
    REFUSED(ls_config_set_max_response_bytes(config, UINT64_MAX));
    REFUSED(ls_config_set_cache_enabled(NULL, true));
    REFUSED(ls_config_set_remember(NULL, true));
    REFUSED(ls_config_set_remember_mode(NULL, LS_REMEMBER_OFF));
    REFUSED(ls_config_set_remember_mode(config, 3));
    REFUSED(ls_config_set_product_id(NULL, "up", 1));
    REFUSED(ls_config_set_product_id(config, "up", 0));
    REFUSED(ls_config_set_product_id(config, "up", INT64_MIN));
    REFUSED(ls_config_set_offline_grace_seconds(NULL, 1));
    REFUSED(ls_config_set_offline_grace_seconds(config, -1));
    REFUSED(ls_config_set_refresh_after_seconds(NULL, 1));
    REFUSED(ls_config_set_refresh_after_seconds(config, -1));
    check_remembered(config, "set_timeout_ms", "timeout_ms");
    ls_config_free(config);
}

static void ignore(void *user_data, int32_t level, const char *message)
{
    (void)user_data;
    (void)level;
    (void)message;
}

static void callbacks(void)
{
    ls_config *config = ls_config_new();
    REFUSED(ls_config_set_refresh_callback(NULL, NULL, NULL));
    CHECK_NUMBER(ls_config_set_refresh_callback(config, NULL, NULL), LS_OK);
    REFUSED(ls_config_set_log_callback(NULL, LS_LOG_DEBUG, ignore, NULL));
    REFUSED(ls_config_set_log_callback(config, 0, ignore, NULL));
    REFUSED(ls_config_set_log_callback(config, 5, ignore, NULL));
    check_remembered(config, "set_log_callback", "level");
    CHECK_NUMBER(ls_config_set_log_callback(config, LS_LOG_DEBUG, NULL, NULL), LS_OK);
    ls_config_free(config);
}

/* A client that is never to get as far as the network. */
static ls_agent *agent(void)
{
    ls_config *config = ls_config_new();
    ls_agent *agent = NULL;
    ls_error *error = NULL;
    CHECK_NUMBER(ls_config_set_api_key(config, "key", "shared"), LS_OK);
    CHECK_NUMBER(ls_config_set_base_url(config, "https://127.0.0.1:1"), LS_OK);
    CHECK_NUMBER(ls_config_set_cache_enabled(config, false), LS_OK);
    REFUSED(ls_agent_new(NULL, &agent, NULL));
    CHECK_FAILED(ls_agent_new(NULL, &agent, &error), error, LS_ERR_INVALID_ARGUMENT, "config");
    CHECK_FAILED(ls_agent_new(config, NULL, &error), error, LS_ERR_INVALID_ARGUMENT, "out_agent");
    CHECK_DONE(ls_agent_new(config, &agent, &error), error);
    ls_config_free(config);
    return agent;
}

static void never(void *user_data, ls_status status, ls_licenses *licenses, ls_error *error)
{
    (void)user_data;
    (void)status;
    (void)licenses;
    (void)error;
    CHECK(!"a call that was refused has no outcome");
}

static void never_users(void *user_data, ls_status status, ls_license_users *users, ls_error *error)
{
    (void)users;
    never(user_data, status, NULL, error);
}

static void never_entitled(void *user_data, ls_status status, ls_entitlement *entitlement,
                           ls_error *error)
{
    (void)entitlement;
    never(user_data, status, NULL, error);
}

static void never_activated(void *user_data, ls_status status, ls_activation *activation,
                            ls_error *error)
{
    (void)activation;
    never(user_data, status, NULL, error);
}

/* The same question in its other forms. */
static void refuse_relatives(const ls_agent *agent, const char *product,
                             const ls_credentials *credentials, int32_t policy, const char *parameter)
{
    ls_entitlement *entitlement = (ls_entitlement *)too_long;
    ls_task *task = (ls_task *)too_long;
    ls_error *error = NULL;
    ls_status status = ls_check(agent, product, NULL, credentials, policy, &entitlement, &error);
    CHECK(entitlement == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
    REFUSED(ls_check(agent, product, NULL, credentials, policy, NULL, NULL));
    status = ls_user_licenses_start(agent, product, credentials, policy, never, NULL, &task, &error);
    CHECK(task == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
    status = ls_check_start(agent, product, NULL, credentials, policy, never_entitled, NULL, &task,
                            &error);
    CHECK(task == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
}

/* Asks what must be refused because of `parameter`, and takes the credentials. */
static void refuse_licenses(const ls_agent *agent, const char *product, ls_credentials *credentials,
                            int32_t policy, const char *parameter)
{
    ls_licenses *licenses = (ls_licenses *)too_long;
    ls_error *error = NULL;
    ls_status status = ls_user_licenses(agent, product, credentials, policy, &licenses, &error);
    CHECK(licenses == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
    REFUSED(ls_user_licenses(agent, product, credentials, policy, &licenses, NULL));
    REFUSED(ls_user_licenses(agent, product, credentials, policy, NULL, NULL));
    refuse_relatives(agent, product, credentials, policy, parameter);
    ls_credentials_free(credentials);
}

static void user_licenses(const ls_agent *agent)
{
    const int32_t policy = LS_POLICY_NETWORK_ONLY;
    refuse_licenses(NULL, "up", ls_credentials_new_password("user", "word"), policy, "agent");
    refuse_licenses(agent, "up", NULL, policy, "credentials");
    const int32_t unlisted[] = {-1, 4, 99, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < sizeof unlisted / sizeof unlisted[0]; i++)
        refuse_licenses(agent, "up", ls_credentials_new_password("user", "word"), unlisted[i], "policy");
    for (int bad = 0; bad < BAD_TEXT_COUNT; bad++) {
        const char *text = BAD_TEXTS[bad].text;
        refuse_licenses(agent, text, ls_credentials_new_password("user", "word"), policy, "product");
        refuse_licenses(agent, "up", ls_credentials_new_password(text, "word"), policy, "username");
        refuse_licenses(agent, "up", ls_credentials_new_password("user", text), policy, "password");
        refuse_licenses(agent, "up", ls_credentials_new_id_token(text, "acme"), policy, "id_token");
        refuse_licenses(agent, "up", ls_credentials_new_id_token("token", text), policy,
                        "customer_account_code");
        refuse_licenses(agent, "up", ls_credentials_new_code(text, "acme", NULL), policy, "code");
        refuse_licenses(agent, "up", ls_credentials_new_code("code", text, NULL), policy,
                        "customer_account_code");
        if (text == NULL)
            continue;
        refuse_licenses(agent, "up", ls_credentials_new_code("code", "acme", text), policy,
                        "redirect_uri");
        refuse_licenses(agent, "up", ls_credentials_new_remembered(text), LS_POLICY_CACHE_ONLY,
                        "username");
    }
    refuse_licenses(agent, "up", ls_credentials_new_license_key("AAAA-BBBB"), policy, "credentials");
    ls_credentials *remembered = ls_credentials_new_remembered(NULL);
    REFUSED(ls_user_licenses(agent, "up", remembered, policy, NULL, NULL));
    ls_credentials_free(remembered);
}

static void features(const ls_agent *agent)
{
    ls_credentials *credentials = ls_credentials_new_password("user", "word");
    ls_entitlement *entitlement = NULL;
    ls_task *task = NULL;
    ls_error *error = NULL;
    const int32_t policy = LS_POLICY_NETWORK_ONLY;
    for (int bad = 1; bad < BAD_TEXT_COUNT; bad++) {
        const char *text = BAD_TEXTS[bad].text;
        ls_status status = ls_check(agent, "up", text, credentials, policy, &entitlement, &error);
        CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "feature_or_null");
        status = ls_check_start(agent, "up", text, credentials, policy, never_entitled, NULL, &task,
                                &error);
        CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "feature_or_null");
    }
    ls_status status = ls_licenses_check(NULL, "up", NULL, &entitlement, &error);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "licenses");
    REFUSED(ls_licenses_check(NULL, NULL, NULL, NULL, NULL));
    CHECK(entitlement == NULL && task == NULL);
    ls_credentials_free(credentials);
}

static void tasks(const ls_agent *agent)
{
    ls_credentials *credentials = ls_credentials_new_password("user", "word");
    ls_task *task = NULL;
    ls_error *error = NULL;
    const int32_t policy = LS_POLICY_NETWORK_ONLY;
    ls_status status =
        ls_user_licenses_start(agent, "up", credentials, policy, NULL, NULL, &task, &error);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "callback");
    status = ls_check_start(agent, "up", NULL, credentials, policy, NULL, NULL, &task, &error);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "callback");
    status = ls_customer_license_users_start(agent, "up", "a@b", policy, NULL, NULL, &task, &error);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "callback");
    REFUSED(ls_user_licenses_start(agent, "up", credentials, policy, never, NULL, NULL, NULL));
    REFUSED(ls_check_start(agent, "up", NULL, credentials, policy, never_entitled, NULL, NULL, NULL));
    REFUSED(ls_customer_license_users_start(agent, "up", "a@b", policy, never_users, NULL, NULL, NULL));
    ls_credentials_free(credentials);
    CHECK(task == NULL);
    REFUSED(ls_agent_close(NULL, 1));
    REFUSED(ls_task_wait(NULL, 1));
    REFUSED(ls_task_cancel(NULL));
}

static void forgetting(const ls_agent *agent)
{
    ls_error *error = NULL;
    CHECK_FAILED(ls_agent_forget(NULL, NULL, &error), error, LS_ERR_INVALID_ARGUMENT, "agent");
    for (int bad = 1; bad < BAD_TEXT_COUNT; bad++)
        CHECK_FAILED(ls_agent_forget(agent, BAD_TEXTS[bad].text, &error), error,
                     LS_ERR_INVALID_ARGUMENT, "username_or_null");
}

static void refuse_users(const ls_agent *agent, const char *product, const char *customer_email,
                         int32_t policy, const char *parameter, const char *fault)
{
    ls_license_users *users = (ls_license_users *)too_long;
    ls_error *error = NULL;
    ls_status status = ls_customer_license_users(agent, product, customer_email, policy, &users, &error);
    CHECK(users == NULL);
    CHECK(error != NULL && strstr(ls_error_message(error), fault) != NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
    REFUSED(ls_customer_license_users(agent, product, customer_email, policy, NULL, NULL));
    ls_task *task = (ls_task *)too_long;
    status = ls_customer_license_users_start(agent, product, customer_email, policy, never_users, NULL,
                                             &task, &error);
    CHECK(task == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
}

static void customer_license_users(const ls_agent *agent)
{
    refuse_users(NULL, "up", "a@b", LS_POLICY_NETWORK_ONLY, "agent", "is NULL");
    refuse_users(agent, "up", "a@b", 1000, "policy", "expected");
    for (int bad = 0; bad < BAD_TEXT_COUNT; bad++) {
        const char *text = BAD_TEXTS[bad].text, *fault = BAD_TEXTS[bad].fault;
        refuse_users(agent, text, "a@b", LS_POLICY_NETWORK_ONLY, "product", fault);
        refuse_users(agent, "up", text, LS_POLICY_CACHE_ONLY, "customer_email", fault);
    }
}

static void refuse_product(const ls_agent *agent, const char *name, const char *parameter)
{
    ls_product *product = (ls_product *)too_long;
    ls_error *error = NULL;
    ls_status status = ls_fetch_product(agent, name, &product, &error);
    CHECK(product == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
    REFUSED(ls_fetch_product(agent, name, NULL, NULL));
}

static void products(const ls_agent *agent)
{
    refuse_product(NULL, "up", "agent");
    for (int bad = 0; bad < BAD_TEXT_COUNT; bad++)
        refuse_product(agent, BAD_TEXTS[bad].text, "product");
    REFUSED(ls_fetch_product(agent, "up", NULL, NULL));
}

/* Takes the credentials. */
static void refuse_activate(const ls_agent *agent, const char *product, ls_credentials *credentials,
                            int64_t license_id, const char *parameter)
{
    ls_activation *activation = (ls_activation *)too_long;
    ls_task *task = (ls_task *)too_long;
    ls_error *error = NULL;
    ls_status status = ls_activate(agent, product, credentials, license_id, &activation, &error);
    CHECK(activation == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
    REFUSED(ls_activate(agent, product, credentials, license_id, NULL, NULL));
    status = ls_activate_start(agent, product, credentials, license_id, never_activated, NULL, &task,
                               &error);
    CHECK(task == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
    ls_credentials_free(credentials);
}

static void activating(const ls_agent *agent)
{
    ls_error *error = NULL;
    ls_task *task = (ls_task *)too_long;
    refuse_activate(NULL, "up", ls_credentials_new_license_key("AAAA-BBBB"), 0, "agent");
    refuse_activate(agent, "up", NULL, 0, "credentials");
    refuse_activate(agent, "up", ls_credentials_new_license_key("AAAA-BBBB"), -1, "license_id");
    refuse_activate(agent, "up", ls_credentials_new_code("code", "acme", NULL), 0, "license_id");
    for (int bad = 0; bad < BAD_TEXT_COUNT; bad++) {
        const char *text = BAD_TEXTS[bad].text;
        refuse_activate(agent, text, ls_credentials_new_license_key("AAAA-BBBB"), 0, "product");
        refuse_activate(agent, "up", ls_credentials_new_license_key(text), 0, "license_key");
        refuse_activate(agent, "up", ls_credentials_new_password(text, "word"), 1, "username");
    }
    ls_credentials *key = ls_credentials_new_license_key("AAAA-BBBB");
    ls_status status = ls_activate_start(agent, "up", key, 0, NULL, NULL, &task, &error);
    CHECK(task == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "callback");
    REFUSED(ls_activate_start(agent, "up", key, 0, never_activated, NULL, NULL, NULL));
    ls_credentials_free(key);
}

/* One bad call of each; all the others are in the tests in Rust. */
static void around_a_license(const ls_agent *agent)
{
    ls_error *error;
    ls_trial *trial = (ls_trial *)too_long;
    CHECK_FAILED(ls_trial_request(agent, NULL, NULL, &trial, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "product");
    CHECK(trial == NULL);
    CHECK_FAILED(ls_change_password(agent, NULL, "old", "new", &error), error,
                 LS_ERR_INVALID_ARGUMENT, "username");
    ls_releases *releases = (ls_releases *)too_long;
    CHECK_FAILED(ls_activation_releases(NULL, NULL, NULL, &releases, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "activation");
    CHECK(releases == NULL);
    CHECK_FAILED(ls_activation_release(NULL, "1.0", NULL, NULL, &releases, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "activation");
    CHECK_FAILED(ls_activation_set_variables(NULL, NULL, NULL, 1, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "activation");
    ls_variables *variables = (ls_variables *)too_long;
    CHECK_FAILED(ls_activation_variables(NULL, &variables, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "activation");
    CHECK(variables == NULL);
    ls_activation *activation = (ls_activation *)too_long;
    CHECK_FAILED(ls_offline_activate(agent, "up", NULL, &activation, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "path");
    CHECK(activation == NULL);
    CHECK_FAILED(ls_offline_request(agent, "up", NULL, 0, "file", &error), error,
                 LS_ERR_INVALID_ARGUMENT, "credentials");
    CHECK_FAILED(ls_offline_refresh(NULL, "file", &error), error, LS_ERR_INVALID_ARGUMENT,
                 "activation");
    CHECK_FAILED(ls_offline_deactivation(NULL, "file", &error), error, LS_ERR_INVALID_ARGUMENT,
                 "activation");
}

static void never_seated(void *user_data, ls_status status, ls_seat *seat, ls_error *error)
{
    (void)user_data;
    (void)status;
    (void)seat;
    (void)error;
    CHECK(!"a call that was refused has no outcome");
}

/* One bad call of each; all the others are in the tests in Rust. */
static void seats_and_consumption(void)
{
    ls_error *error;
    ls_seat *seat = (ls_seat *)too_long;
    CHECK_FAILED(ls_seat_acquire(NULL, NULL, NULL, NULL, &seat, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "activation");
    CHECK(seat == NULL);
    ls_task *task = (ls_task *)too_long;
    CHECK_FAILED(ls_seat_acquire_start(NULL, NULL, NULL, NULL, never_seated, NULL, &task, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "activation");
    CHECK(task == NULL);
    CHECK_FAILED(ls_seat_release(NULL, &error), error, LS_ERR_INVALID_ARGUMENT, "seat");
    int64_t until = 7;
    CHECK_FAILED(ls_activation_borrow(NULL, NULL, 0, NULL, &until, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "activation");
    CHECK_NUMBER(until, 0);
    CHECK_FAILED(ls_activation_return(NULL, NULL, &error), error, LS_ERR_INVALID_ARGUMENT,
                 "activation");
    CHECK_FAILED(ls_activation_consume(NULL, NULL, 1, &error), error, LS_ERR_INVALID_ARGUMENT,
                 "activation");
    CHECK_FAILED(ls_activation_sync(NULL, &error), error, LS_ERR_INVALID_ARGUMENT, "activation");
    ls_balance *balance = (ls_balance *)too_long;
    CHECK_FAILED(ls_activation_balance(NULL, NULL, &balance, &error), error, LS_ERR_INVALID_ARGUMENT,
                 "activation");
    CHECK(balance == NULL);
    REFUSED(ls_config_set_release_seats(NULL, true));
    REFUSED(ls_config_set_consumption_sync_seconds(NULL, 60));
    REFUSED(ls_config_set_consumption_delivery(NULL, LS_DELIVERY_AT_MOST_ONCE));
}

static void doctor(const ls_agent *agent)
{
    char *report = too_long;
    ls_error *error = NULL;
    CHECK_FAILED(ls_doctor(NULL, NULL, NULL, 1000, NULL, NULL, &report, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "agent");
    CHECK(report == NULL);
    CHECK_FAILED(ls_doctor(agent, NULL, NULL, 0, NULL, NULL, &report, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "timeout_ms");
    REFUSED(ls_doctor(agent, NULL, NULL, 1000, NULL, NULL, NULL, NULL));
}

static void activations(const ls_agent *agent)
{
    ls_activation *activation = (ls_activation *)too_long;
    ls_entitlement *entitlement = (ls_entitlement *)too_long;
    ls_licenses *licenses = (ls_licenses *)too_long;
    ls_task *task = (ls_task *)too_long;
    ls_error *error = NULL;
    ls_status status = ls_activation_open(NULL, "up", &activation, &error);
    CHECK(activation == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "agent");
    for (int bad = 0; bad < BAD_TEXT_COUNT; bad++)
        CHECK_FAILED(ls_activation_open(agent, BAD_TEXTS[bad].text, &activation, &error), error,
                     LS_ERR_INVALID_ARGUMENT, "product");
    REFUSED(ls_activation_open(agent, "up", NULL, NULL));
    CHECK_FAILED(ls_activation_open(agent, "up", &activation, &error), error, LS_ERR_NOT_ACTIVATED,
                 "activated");
    status = ls_activation_check(NULL, NULL, LS_POLICY_CACHE_ONLY, &entitlement, &error);
    CHECK(entitlement == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "activation");
    status = ls_activation_check_start(NULL, NULL, LS_POLICY_CACHE_ONLY, never_entitled, NULL, &task,
                                       &error);
    CHECK(task == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "activation");
    status = ls_activation_licenses(NULL, &licenses, &error);
    CHECK(licenses == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "activation");
    CHECK_FAILED(ls_activation_deactivate(NULL, &error), error, LS_ERR_INVALID_ARGUMENT,
                 "activation");
}

static void refuse_sso(const ls_agent *agent, const char *product, const char *account,
                       const ls_sso_options *options, const char *parameter)
{
    ls_licenses *licenses = (ls_licenses *)too_long;
    ls_task *task = (ls_task *)too_long;
    ls_error *error = NULL;
    ls_status status = ls_sso_sign_in(agent, product, account, options, &licenses, &error);
    CHECK(licenses == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
    REFUSED(ls_sso_sign_in(agent, product, account, options, NULL, NULL));
    status = ls_sso_sign_in_start(agent, product, account, options, never, NULL, &task, &error);
    CHECK(task == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
}

static void refuse_sso_url(const ls_agent *agent, const char *product, const char *account,
                           int32_t response_type, const char *redirect_uri, const char *parameter)
{
    char *url = too_long;
    ls_error *error = NULL;
    ls_status status = ls_sso_url(agent, product, account, response_type, redirect_uri, &url, &error);
    CHECK(url == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, parameter);
    REFUSED(ls_sso_url(agent, product, account, response_type, redirect_uri, NULL, NULL));
}

static void sso_options(const ls_agent *agent)
{
    const int32_t unlisted[] = {-1, 2, INT32_MIN, INT32_MAX};
    ls_sso_options *options = ls_sso_options_new();
    REFUSED(ls_sso_options_set_port(NULL, 1));
    REFUSED(ls_sso_options_set_path(NULL, "/"));
    REFUSED(ls_sso_options_set_response_type(NULL, LS_SSO_RESPONSE_CODE));
    REFUSED(ls_sso_options_set_timeout_ms(NULL, 1));
    REFUSED(ls_sso_options_set_require_state(NULL, true));
    REFUSED(ls_sso_options_set_require_signature(NULL, true));
    REFUSED(ls_sso_options_set_browser_callback(NULL, NULL, NULL));
    for (size_t i = 0; i < sizeof unlisted / sizeof unlisted[0]; i++) {
        REFUSED(ls_sso_options_set_response_type(options, unlisted[i]));
        refuse_sso(agent, "up", "acme", options, "response_type");
        refuse_sso_url(agent, "up", "acme", unlisted[i], NULL, "response_type");
    }
    CHECK_NUMBER(ls_sso_options_set_response_type(options, LS_SSO_RESPONSE_TOKEN), LS_OK);
    REFUSED(ls_sso_options_set_timeout_ms(options, 0));
    REFUSED(ls_sso_options_set_timeout_ms(options, 3600001));
    refuse_sso(agent, "up", "acme", options, "timeout_ms");
    CHECK_NUMBER(ls_sso_options_set_timeout_ms(options, 1), LS_OK);
    const char *const no_paths[] = {"back", "/a?b", "/a#b", "/a b", "/\xc3\xa9", "//\n"};
    for (size_t i = 0; i < sizeof no_paths / sizeof no_paths[0]; i++)
        REFUSED(ls_sso_options_set_path(options, no_paths[i]));
    for (int bad = 0; bad < BAD_TEXT_COUNT; bad++)
        REFUSED(ls_sso_options_set_path(options, BAD_TEXTS[bad].text));
    refuse_sso(agent, "up", "acme", options, "path");
    CHECK_NUMBER(ls_sso_options_set_path(options, "/back"), LS_OK);
    CHECK_NUMBER(ls_sso_options_set_port(options, 0), LS_OK);
    CHECK_NUMBER(ls_sso_options_set_require_state(options, false), LS_OK);
    CHECK_NUMBER(ls_sso_options_set_require_signature(options, false), LS_OK);
    CHECK_NUMBER(ls_sso_options_set_browser_callback(options, NULL, NULL), LS_OK);
    ls_sso_options_free(options);
}

static void sso(const ls_agent *agent)
{
    ls_task *task = (ls_task *)too_long;
    ls_error *error = NULL;
    sso_options(agent);
    refuse_sso(NULL, "up", "acme", NULL, "agent");
    refuse_sso_url(NULL, "up", "acme", LS_SSO_RESPONSE_CODE, NULL, "agent");
    for (int bad = 0; bad < BAD_TEXT_COUNT; bad++) {
        const char *text = BAD_TEXTS[bad].text;
        refuse_sso(agent, text, "acme", NULL, "product");
        refuse_sso(agent, "up", text, NULL, "customer_account_code");
        refuse_sso_url(agent, text, "acme", LS_SSO_RESPONSE_CODE, NULL, "product");
        refuse_sso_url(agent, "up", text, LS_SSO_RESPONSE_CODE, NULL, "customer_account_code");
        if (text != NULL)
            refuse_sso_url(agent, "up", "acme", LS_SSO_RESPONSE_CODE, text, "redirect_uri_or_null");
    }
    ls_status status = ls_sso_sign_in_start(agent, "up", "acme", NULL, NULL, NULL, &task, &error);
    CHECK(task == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "callback");
    REFUSED(ls_sso_sign_in_start(agent, "up", "acme", NULL, never, NULL, NULL, NULL));
}

static ls_uipath *uipath(void)
{
    ls_config *config = ls_config_new();
    ls_uipath *uipath = NULL;
    ls_error *error = NULL;
    for (int bad = 0; bad < BAD_TEXT_COUNT; bad++) {
        const char *text = BAD_TEXTS[bad].text;
        ls_status status = ls_uipath_new(config, text, "token", &uipath, &error);
        CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "base_url");
        status = ls_uipath_new(config, "https://127.0.0.1:1", text, &uipath, &error);
        CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, "access_token");
        CHECK(uipath == NULL);
    }
    REFUSED(ls_uipath_new(NULL, "https://127.0.0.1:1", "token", &uipath, NULL));
    REFUSED(ls_uipath_new(config, "https://127.0.0.1:1", "token", NULL, NULL));
    CHECK_DONE(ls_uipath_new(config, "https://127.0.0.1:1", "token", &uipath, &error), error);
    ls_config_free(config);
    return uipath;
}

typedef struct {
    const char *account_id;
    const char *const *user_ids;
    size_t user_count;
    const char *const *bundle_codes;
    size_t bundle_count;
    const char *parameter;
} allocation;

static void refuse_allocation(const ls_uipath *uipath, allocation bad)
{
    ls_allocations *allocations = (ls_allocations *)too_long;
    ls_error *error = NULL;
    ls_status status =
        ls_uipath_allocate_user_licenses(uipath, bad.account_id, bad.user_ids, bad.user_count,
                                         bad.bundle_codes, bad.bundle_count, true, &allocations, &error);
    CHECK(allocations == NULL);
    CHECK_FAILED(status, error, LS_ERR_INVALID_ARGUMENT, bad.parameter);
    REFUSED(ls_uipath_allocate_user_licenses(uipath, bad.account_id, bad.user_ids, bad.user_count,
                                             bad.bundle_codes, bad.bundle_count, true, NULL, NULL));
}

static void allocations(const ls_uipath *uipath)
{
    const char *good[] = {"one", "two"};
    const allocation faulty[] = {
        {"account", NULL, 2, good, 2, "user_ids"},
        {"account", good, 2, NULL, 2, "bundle_codes"},
        {"account", good, 0, good, 2, "user_ids"},
        {"account", good, 2, good, 0, "bundle_codes"},
        {"account", good, SIZE_MAX, good, 2, "user_ids"},
        {"account", good, 2, good, SIZE_MAX, "bundle_codes"},
    };
    const allocation fine = {"account", good, 2, good, 2, "uipath"};
    refuse_allocation(NULL, fine);
    REFUSED(ls_uipath_set_access_token(NULL, "token"));
    REFUSED(ls_uipath_set_method(NULL, LS_UIPATH_METHOD_PUT));
    REFUSED(ls_uipath_set_method(uipath, -1));
    REFUSED(ls_uipath_set_method(uipath, 3));
    for (size_t i = 0; i < sizeof faulty / sizeof faulty[0]; i++)
        refuse_allocation(uipath, faulty[i]);
    for (int bad = 0; bad < BAD_TEXT_COUNT; bad++) {
        const char *texts[] = {"one", BAD_TEXTS[bad].text};
        const allocation account = {BAD_TEXTS[bad].text, good, 2, good, 2, "account_id"};
        const allocation user = {"account", texts, 2, good, 2, "user_ids[1]"};
        const allocation bundle = {"account", good, 2, texts, 2, "bundle_codes[1]"};
        refuse_allocation(uipath, account);
        refuse_allocation(uipath, user);
        refuse_allocation(uipath, bundle);
        REFUSED(ls_uipath_set_access_token(uipath, BAD_TEXTS[bad].text));
    }
}

int main(void)
{
    memset(too_long, 'a', MEGABYTE);
    setters_of_text();
    setters_of_numbers();
    callbacks();
    ls_agent *an_agent = agent();
    user_licenses(an_agent);
    features(an_agent);
    tasks(an_agent);
    forgetting(an_agent);
    customer_license_users(an_agent);
    products(an_agent);
    activating(an_agent);
    activations(an_agent);
    around_a_license(an_agent);
    seats_and_consumption();
    doctor(an_agent);
    sso(an_agent);
    ls_agent_free(an_agent);
    ls_uipath *a_uipath = uipath();
    allocations(a_uipath);
    ls_uipath_free(a_uipath);
    puts("what is wrong is refused by name");
    return 0;
}
