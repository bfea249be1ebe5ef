/* A license from its activation to its end, with what lies around it: online; and without a network in two
 * parts, with a person who carries files between them. Checkers of memory watch. */
#include "check.h"

static const char KEYS[] = "key-product";

static ls_config *config_of(const char *device)
{
    ls_config *config = sandbox_config();
    CHECK_NUMBER(ls_config_set_device_id(config, device), LS_OK);
    return config;
}

static ls_agent *agent_of(const char *device)
{
    ls_config *config = config_of(device);
    ls_agent *agent = NULL;
    ls_error *error = NULL;
    CHECK_DONE(ls_agent_new(config, &agent, &error), error);
    ls_config_free(config);
    return agent;
}

static ls_activation *opened(const ls_agent *agent, const char *product)
{
    ls_error *error = NULL;
    ls_activation *activation = NULL;
    CHECK_DONE(ls_activation_open(agent, product, &activation, &error), error);
    return activation;
}

static void check_decision(const ls_activation *activation, const char *feature, int32_t policy,
                           ls_decision wanted)
{
    ls_error *error = NULL;
    ls_entitlement *entitlement = NULL;
    CHECK_DONE(ls_activation_check(activation, feature, policy, &entitlement, &error), error);
    CHECK_NUMBER(ls_entitlement_decision(entitlement), wanted);
    ls_entitlement_free(entitlement);
}

static void not_activated(const ls_agent *agent, const char *product)
{
    ls_error *error = NULL;
    ls_activation *activation = NULL;
    CHECK_FAILED(ls_activation_open(agent, product, &activation, &error), error,
                 LS_ERR_NOT_ACTIVATED, "");
    CHECK(activation == NULL);
}

static void described(const ls_activation *activation)
{
    int64_t device = 0;
    ls_error *error = NULL;
    ls_licenses *licenses = NULL;
    CHECK_TEXT(ls_activation_hardware_id(activation), "one");
    CHECK(ls_activation_device_id(activation, &device) && device != 0);
    CHECK_DONE(ls_activation_licenses(activation, &licenses, &error), error);
    CHECK_NUMBER(ls_licenses_count(licenses), 1);
    CHECK_TEXT(ls_license_license_key(ls_licenses_at(licenses, 0)), "LIM1-AAAA-BBBB-CCCC");
    ls_licenses_free(licenses);
}

static void variables(const ls_activation *activation)
{
    const char *names[] = {"locale", "colour"}, *values[] = {"de", ""};
    ls_error *error = NULL;
    ls_variables *variables = NULL;
    CHECK_DONE(ls_activation_set_variables(activation, names, values, 2, &error), error);
    CHECK_DONE(ls_activation_variables(activation, &variables, &error), error);
    CHECK_NUMBER(ls_variables_count(variables), 2);
    for (size_t i = 0; i < 2; i++)
        CHECK(ls_variable_name(ls_variables_at(variables, i)) != NULL);
    ls_variables_free(variables);
}

static void releases(const ls_activation *activation)
{
    char version[64];
    ls_error *error = NULL;
    ls_releases *releases = NULL, *one = NULL;
    CHECK_DONE(ls_activation_releases(activation, NULL, NULL, &releases, &error), error);
    CHECK(ls_releases_count(releases) > 0);
    snprintf(version, sizeof version, "%s", ls_release_version(ls_releases_at(releases, 0)));
    ls_releases_free(releases);
    CHECK_DONE(ls_activation_release(activation, version, NULL, NULL, &one, &error), error);
    CHECK_NUMBER(ls_releases_count(one), 1);
    CHECK_TEXT(ls_release_version(ls_releases_at(one, 0)), version);
    CHECK(ls_release_installation_file(ls_releases_at(one, 0)) != NULL);
    ls_releases_free(one);
}

static void on_activation(void *user_data, ls_status status, ls_activation *activation, ls_error *error)
{
    CHECK_DONE(status, error);
    *(ls_activation **)user_data = activation;
}

static void on_entitlement(void *user_data, ls_status status, ls_entitlement *entitlement,
                           ls_error *error)
{
    CHECK_DONE(status, error);
    *(ls_decision *)user_data = ls_entitlement_decision(entitlement);
    ls_entitlement_free(entitlement);
}

/* By the calls that do not block. */
static ls_activation *activated(const ls_agent *agent, const ls_credentials *key)
{
    ls_error *error = NULL;
    ls_task *task = NULL;
    ls_activation *activation = NULL;
    ls_decision decision = LS_DECISION_DENIED_NO_LICENSE;
    CHECK_DONE(ls_activate_start(agent, KEYS, key, 0, on_activation, &activation, &task, &error),
               error);
    CHECK_NUMBER(ls_task_wait(task, 60000), LS_OK);
    ls_task_free(task);
    CHECK_DONE(ls_activation_check_start(activation, NULL, LS_POLICY_NETWORK_ONLY, on_entitlement,
                                         &decision, &task, &error), error);
    CHECK_NUMBER(ls_task_wait(task, 60000), LS_OK);
    ls_task_free(task);
    CHECK_NUMBER(decision, LS_DECISION_ALLOWED);
    return activation;
}

/* One license for one device, and two devices. */
static void two_devices(void)
{
    ls_error *error = NULL;
    ls_agent *one = agent_of("one"), *other = agent_of("other");
    ls_credentials *key = ls_credentials_new_license_key("LIM1-AAAA-BBBB-CCCC");
    ls_activation *none = NULL, *second = NULL, *first = activated(one, key);
    described(first);
    releases(first);
    variables(first);
    ls_activation_free(first);
    first = opened(one, KEYS);
    check_decision(first, NULL, LS_POLICY_CACHE_ONLY, LS_DECISION_ALLOWED);
    check_decision(first, "none", LS_POLICY_NETWORK_FIRST, LS_DECISION_DENIED_NO_FEATURE);
    CHECK_FAILED(ls_activate(other, KEYS, key, 0, &none, &error), error, LS_ERR_ACTIVATION_LIMIT, "");
    CHECK(none == NULL);
    not_activated(other, KEYS);
    CHECK_DONE(ls_activation_deactivate(first, &error), error);
    CHECK_FAILED(ls_activation_deactivate(first, &error), error, LS_ERR_NOT_ACTIVATED, "");
    not_activated(one, KEYS);
    CHECK_DONE(ls_activate(other, KEYS, key, 0, &second, &error), error);
    check_decision(second, NULL, LS_POLICY_NETWORK_FIRST, LS_DECISION_ALLOWED);
    ls_agent_free(other);
    CHECK_FAILED(ls_activation_deactivate(second, &error), error, LS_ERR_CANCELLED, "");
    ls_activation_free(second);
    ls_activation_free(first);
    ls_credentials_free(key);
    ls_agent_free(one);
}

static void trial(void)
{
    bool is_new = false;
    int64_t days = 0;
    ls_error *error = NULL;
    ls_trial *trial = NULL;
    ls_product *product = NULL;
    ls_agent *agent = agent_of("one");
    CHECK_DONE(ls_fetch_product(agent, "key-trial", &product, &error), error);
    CHECK_TEXT(ls_product_short_code(product), "key-trial");
    ls_product_free(product);
    CHECK_DONE(ls_trial_request(agent, "key-trial", NULL, &trial, &error), error);
    CHECK(ls_trial_is_new(trial, &is_new) && is_new && ls_trial_days(trial, &days) && days > 0);
    CHECK(ls_trial_username(trial) == NULL && ls_trial_initial_password(trial) == NULL);
    not_activated(agent, "key-trial");
    ls_credentials *key = ls_credentials_new_license_key(ls_trial_license_key(trial));
    ls_activation *activation = NULL;
    ls_trial_free(trial);
    CHECK_DONE(ls_activate(agent, "key-trial", key, 0, &activation, &error), error);
    check_decision(activation, NULL, LS_POLICY_CACHE_FIRST, LS_DECISION_ALLOWED);
    CHECK_DONE(ls_activation_deactivate(activation, &error), error);
    ls_activation_free(activation);
    ls_credentials_free(key);
    ls_agent_free(agent);
}

/* Of a user, whose password changes meanwhile. */
static void person(void)
{
    ls_error *error = NULL;
    ls_agent *agent = agent_of("one");
    ls_activation *activation = NULL, *none = NULL;
    ls_credentials *old = ls_credentials_new_password("unlimited@example.com", "secret");
    CHECK_DONE(ls_activate(agent, "up", old, 0, &activation, &error), error);
    CHECK_DONE(ls_change_password(agent, "unlimited@example.com", "secret", "other", &error), error);
    check_decision(activation, NULL, LS_POLICY_NETWORK_ONLY, LS_DECISION_ALLOWED);
    CHECK_FAILED(ls_activate(agent, "up", old, 0, &none, &error), error, LS_ERR_CREDENTIALS, "");
    CHECK_DONE(ls_activation_deactivate(activation, &error), error);
    ls_activation_free(activation);
    ls_credentials_free(old);
    ls_agent_free(agent);
}

static void writes_a_request(const char *path)
{
    ls_error *error = NULL;
    ls_agent *agent = agent_of("offline");
    ls_credentials *key = ls_credentials_new_license_key("UNIC-AAAA-BBBB-CCCC");
    CHECK_DONE(ls_offline_request(agent, KEYS, key, 0, path, &error), error);
    ls_credentials_free(key);
    ls_agent_free(agent);
}

/* Reads the answer, and writes in its place the request that gives the license up. */
static void reads_an_answer(const char *path)
{
    ls_error *error = NULL;
    ls_agent *agent = agent_of("offline");
    ls_activation *activation = NULL;
    CHECK_DONE(ls_offline_activate(agent, KEYS, path, &activation, &error), error);
    ls_activation_free(activation);
    activation = opened(agent, KEYS);
    check_decision(activation, NULL, LS_POLICY_CACHE_ONLY, LS_DECISION_ALLOWED);
    CHECK_DONE(ls_offline_refresh(activation, path, &error), error);
    CHECK_DONE(ls_offline_deactivation(activation, path, &error), error);
    CHECK_FAILED(ls_offline_refresh(activation, path, &error), error, LS_ERR_NOT_ACTIVATED, "");
    not_activated(agent, KEYS);
    ls_activation_free(activation);
    ls_agent_free(agent);
}

int main(int argc, char **argv)
{
    const char *part = argc > 1 ? argv[1] : "";
    const char *path = getenv("LSAGENT_TEST_FILE");
    if (strcmp(part, "online") == 0) {
        two_devices();
        trial();
        person();
    } else if (strcmp(part, "request") == 0 && path != NULL) {
        writes_a_request(path);
    } else if (strcmp(part, "answer") == 0 && path != NULL) {
        reads_an_answer(path);
    } else {
        return 2;
    }
    puts("it has lived");
    return 0;
}
