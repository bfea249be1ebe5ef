/* The scenario runner in C. Reads a call from each line of standard input, makes it, and writes what
 * came of it: `name<TAB>key=value<TAB>…`, both ways. What it does not understand ends it, with 2. */
#ifndef _WIN32
#define _DEFAULT_SOURCE
#endif
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#include <windows.h>
#define sleep_ms(ms) Sleep(ms)
#else
#include <unistd.h>
#define sleep_ms(ms) usleep((ms) * 1000)
#endif

#include "lsagent.h"

enum { MAX_FIELDS = 32, MAX_LIST = 64, MAX_LINE = 65536, FOREVER_MS = 120000 };

typedef struct {
    const char *name;
    char *keys[MAX_FIELDS];
    char *values[MAX_FIELDS];
    int count;
} request;

static ls_config *config;
static ls_agent *agent;
static ls_activation *activation;
static ls_seat *seat;

static void give_up(const char *what, const char *value)
{
    fprintf(stderr, "runner: %s: %s\n", what, value);
    exit(2);
}

/* ---- Requests ---- */

static void parse(request *call, char *line)
{
    line[strcspn(line, "\r\n")] = '\0';
    call->name = line;
    call->count = 0;
    for (char *tab = strchr(line, '\t'); tab; tab = strchr(tab, '\t')) {
        *tab++ = '\0';
        char *equals = strchr(tab, '=');
        if (equals == NULL || call->count == MAX_FIELDS)
            give_up("not a field", tab);
        *equals = '\0';
        call->keys[call->count] = tab;
        call->values[call->count++] = equals + 1;
        tab = equals + 1;
    }
}

/* The value of a field, which is then done with; NULL if it was not given. */
static char *find(request *call, const char *key)
{
    for (int i = 0; i < call->count; i++) {
        if (call->keys[i] && strcmp(call->keys[i], key) == 0) {
            call->keys[i] = NULL;
            return call->values[i];
        }
    }
    return NULL;
}

static char *take(request *call, const char *key)
{
    char *value = find(call, key);
    if (value == NULL)
        give_up("not given", key);
    return value;
}

static void nothing_left(const request *call)
{
    for (int i = 0; i < call->count; i++)
        if (call->keys[i])
            give_up("unknown", call->keys[i]);
}

static bool flag(const char *text)
{
    if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
        give_up("neither true nor false", text);
    return text[0] == 't';
}

static int64_t number(const char *text)
{
    char *end;
    long long value = strtoll(text, &end, 10);
    if (*text == '\0' || *end != '\0')
        give_up("not a number", text);
    return value;
}

static int32_t policy_of(request *call)
{
    static const char *const names[] = {"network-first", "cache-first", "network-only", "cache-only"};
    static const int32_t policies[] = {LS_POLICY_NETWORK_FIRST, LS_POLICY_CACHE_FIRST,
                                       LS_POLICY_NETWORK_ONLY, LS_POLICY_CACHE_ONLY};
    const char *name = take(call, "policy");
    for (int i = 0; i < 4; i++)
        if (strcmp(name, names[i]) == 0)
            return policies[i];
    give_up("no policy", name);
    return -1;
}

static bool in_background(request *call)
{
    const char *mode = take(call, "mode");
    if (strcmp(mode, "call") != 0 && strcmp(mode, "background") != 0)
        give_up("no mode", mode);
    return mode[0] == 'b';
}

static ls_credentials *sign_in_of(request *call)
{
    const char *who;
    if ((who = find(call, "username")) != NULL)
        return ls_credentials_new_password(who, take(call, "password"));
    if ((who = find(call, "id_token")) != NULL)
        return ls_credentials_new_id_token(who, take(call, "account"));
    if ((who = find(call, "code")) != NULL) {
        const char *account = take(call, "account");
        return ls_credentials_new_code(who, account, find(call, "redirect_uri"));
    }
    if ((who = find(call, "license_key")) != NULL)
        return ls_credentials_new_license_key(who);
    who = take(call, "remembered");
    return ls_credentials_new_remembered(*who ? who : NULL);
}

/* The parts of a list; how many there are. */
static size_t split(char *list, const char *parts[MAX_LIST])
{
    size_t count = 0;
    for (char *part = strtok(list, ","); part; part = strtok(NULL, ",")) {
        if (count == MAX_LIST)
            give_up("too long a list", part);
        parts[count++] = part;
    }
    return count;
}

/* ---- Answers ---- */

static void say(const char *key, const char *value)
{
    if (value == NULL)
        return;
    printf("\t%s=", key);
    for (; *value; value++)
        if (*value != '\r' && *value != '\n')
            putchar(*value);
}

static void say_number(const char *key, int64_t value)
{
    printf("\t%s=%" PRId64, key, value);
}

static void say_flag(const char *key, bool value)
{
    say(key, value ? "true" : "false");
}

static void say_json(char *json)
{
    say("json", json);
    ls_string_free(json);
}

/* A part of a list, which is begun by its first part. */
static void say_part(const char *key, bool *begun, const char *part)
{
    if (part == NULL)
        return;
    if (*begun)
        printf(",%s", part);
    else
        say(key, part);
    *begun = true;
}

static void say_origin(ls_source source, int64_t fetched_at, const ls_error *fallback)
{
    say("source", source == LS_SOURCE_NETWORK ? "LS_SOURCE_NETWORK" : "LS_SOURCE_CACHE");
    say_number("fetched_at", fetched_at);
    if (fallback)
        say("fallback", ls_status_name(ls_error_status(fallback)));
}

static bool succeeded(ls_status status, ls_error *error)
{
    say("status", ls_status_name(status));
    if (status == LS_OK)
        return true;
    say("code", ls_error_code(error));
    if (ls_error_http_status(error) != 0)
        say_number("http_status", ls_error_http_status(error));
    say_flag("retryable", ls_error_is_retryable(error));
    int64_t seconds;
    if (ls_error_retry_after(error, &seconds))
        say_number("retry_after", seconds);
    say("message", ls_error_message(error));
    ls_error_free(error);
    return false;
}

/* ---- What becomes of a seat. Written by one thread of the agent, read by the runner's own. ---- */

static char events[MAX_LIST][64];
static volatile size_t event_count;

static void seat_changed(void *data, int32_t event, const ls_error *error)
{
    static const char *const names[] = {"?", "AT_RISK", "RENEWED", "LOST"};
    (void)data;
    if (event < LS_SEAT_AT_RISK || event > LS_SEAT_LOST || event_count == MAX_LIST)
        give_up("no event", names[0]);
    snprintf(events[event_count], sizeof events[0], "%s%s%s", names[event], error ? ":" : "",
             error ? ls_status_name(ls_error_status(error)) : "");
    event_count++;
}

static void wait_for(const char *name)
{
    for (int ms = 0; ms < FOREVER_MS; ms += 10) {
        for (size_t i = 0; i < event_count; i++)
            if (strncmp(events[i], name, strlen(name)) == 0)
                return;
        sleep_ms(10);
    }
    give_up("never", name);
}

/* ---- Calls that do not block: begun, and waited for ---- */

typedef struct {
    ls_status status;
    void *value;
    ls_error *error;
} outcome;

static void licenses_came(void *data, ls_status status, ls_licenses *licenses, ls_error *error)
{
    *(outcome *)data = (outcome){status, licenses, error};
}

static void entitlement_came(void *data, ls_status status, ls_entitlement *entitlement, ls_error *error)
{
    *(outcome *)data = (outcome){status, entitlement, error};
}

static void users_came(void *data, ls_status status, ls_license_users *users, ls_error *error)
{
    *(outcome *)data = (outcome){status, users, error};
}

static void activation_came(void *data, ls_status status, ls_activation *came, ls_error *error)
{
    *(outcome *)data = (outcome){status, came, error};
}

static void seat_came(void *data, ls_status status, ls_seat *came, ls_error *error)
{
    *(outcome *)data = (outcome){status, came, error};
}

/* Waits for a call that was begun; one that could not be begun has failed already. `error` is its own: the
 * callback may have filled `result` before the call that began it has set it to NULL. */
static void await(outcome *result, ls_status begun, ls_error *error, ls_task *task)
{
    if (begun != LS_OK)
        *result = (outcome){begun, NULL, error};
    else if (ls_task_wait(task, FOREVER_MS) != LS_OK)
        give_up("never", "the callback");
    ls_task_free(task);
}

/* ---- Each call ---- */

static void set_public_key(const char *path)
{
    char pem[8192];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        give_up("cannot be read", path);
    size_t length = fread(pem, 1, sizeof pem - 1, file);
    pem[length] = '\0';
    fclose(file);
    ls_config_set_response_public_key(config, pem);
}

static int32_t delivery_of(const char *name)
{
    if (strcmp(name, "at-most-once") != 0 && strcmp(name, "at-least-once") != 0)
        give_up("no delivery", name);
    return name[3] == 'm' ? LS_DELIVERY_AT_MOST_ONCE : LS_DELIVERY_AT_LEAST_ONCE;
}

/* The setters' failures are told by ls_agent_new. */
static void configure(request *call)
{
    const char *value = find(call, "api_key");
    if (value)
        ls_config_set_api_key(config, value, find(call, "shared_key"));
    if ((value = find(call, "client_id")) != NULL) {
        const char *secret = find(call, "client_secret");
        ls_config_set_oauth_client(config, value, secret, find(call, "token_url"));
    }
    if ((value = find(call, "remember")) != NULL)
        ls_config_set_remember(config, flag(value));
    if ((value = find(call, "base_url")) != NULL)
        ls_config_set_base_url(config, value);
    if ((value = find(call, "ca_file")) != NULL)
        ls_config_set_ca_file(config, value);
    if ((value = find(call, "public_key_file")) != NULL)
        set_public_key(value);
    if ((value = find(call, "cache_dir")) != NULL)
        ls_config_set_cache_dir(config, value);
    if ((value = find(call, "device_id")) != NULL)
        ls_config_set_device_id(config, value);
    if ((value = find(call, "proxy")) != NULL)
        ls_config_set_proxy(config, value);
    if ((value = find(call, "cache_enabled")) != NULL)
        ls_config_set_cache_enabled(config, flag(value));
    if ((value = find(call, "timeout_ms")) != NULL)
        ls_config_set_timeout_ms(config, (uint32_t)number(value));
    if ((value = find(call, "connect_timeout_ms")) != NULL)
        ls_config_set_connect_timeout_ms(config, (uint32_t)number(value));
    if ((value = find(call, "offline_grace_seconds")) != NULL)
        ls_config_set_offline_grace_seconds(config, number(value));
    if ((value = find(call, "refresh_after_seconds")) != NULL)
        ls_config_set_refresh_after_seconds(config, number(value));
    if ((value = find(call, "release_seats")) != NULL)
        ls_config_set_release_seats(config, flag(value));
    if ((value = find(call, "consumption_sync_seconds")) != NULL)
        ls_config_set_consumption_sync_seconds(config, number(value));
    if ((value = find(call, "consumption_delivery")) != NULL)
        ls_config_set_consumption_delivery(config, delivery_of(value));
}

static void let_go(void)
{
    ls_seat_free(seat);
    ls_activation_free(activation);
    ls_agent_free(agent);
    ls_config_free(config);
    seat = NULL;
    activation = NULL;
    agent = NULL;
    event_count = 0;
    config = NULL;
}

static void make_agent(request *call)
{
    ls_error *error = NULL;
    let_go();
    config = ls_config_new();
    configure(call);
    ls_status status = ls_agent_new(config, &agent, &error);
    succeeded(status, error);
}

static void answer_entitlement(const outcome *result)
{
    if (!succeeded(result->status, result->error))
        return;

    static const struct { ls_decision decision; const char *name; } decisions[] = {
        {LS_DECISION_ALLOWED, "LS_DECISION_ALLOWED"},
        {LS_DECISION_ALLOWED_GRACE, "LS_DECISION_ALLOWED_GRACE"},
        {LS_DECISION_DENIED_NO_LICENSE, "LS_DECISION_DENIED_NO_LICENSE"},
        {LS_DECISION_DENIED_DISABLED, "LS_DECISION_DENIED_DISABLED"},
        {LS_DECISION_DENIED_INACTIVE, "LS_DECISION_DENIED_INACTIVE"},
        {LS_DECISION_DENIED_NOT_STARTED, "LS_DECISION_DENIED_NOT_STARTED"},
        {LS_DECISION_DENIED_EXPIRED, "LS_DECISION_DENIED_EXPIRED"},
        {LS_DECISION_DENIED_NO_FEATURE, "LS_DECISION_DENIED_NO_FEATURE"},
        {LS_DECISION_DENIED_FEATURE_EXPIRED, "LS_DECISION_DENIED_FEATURE_EXPIRED"},
        {LS_DECISION_DENIED_NO_SEAT, "LS_DECISION_DENIED_NO_SEAT"},
        {LS_DECISION_DENIED_NOT_ACTIVATED, "LS_DECISION_DENIED_NOT_ACTIVATED"},
    };
    ls_entitlement *entitlement = result->value;
    int64_t value;
    say_flag("allowed", ls_entitlement_is_allowed(entitlement));
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++)
        if (decisions[i].decision == ls_entitlement_decision(entitlement))
            say("decision", decisions[i].name);
    if (ls_license_id(ls_entitlement_license(entitlement), &value))
        say_number("license", value);
    if (ls_entitlement_expires_at(entitlement, &value))
        say_number("expires_at", value);
    say_origin(ls_entitlement_source(entitlement), ls_entitlement_fetched_at(entitlement),
               ls_entitlement_fallback(entitlement));
    say("message", ls_entitlement_message(entitlement));
    say_json(ls_entitlement_to_json(entitlement));
    ls_entitlement_free(entitlement);
}

static void check(request *call)
{
    const char *product = take(call, "product"), *feature = find(call, "feature");
    ls_credentials *user = sign_in_of(call);
    int32_t policy = policy_of(call);
    outcome result = {LS_OK, NULL, NULL};
    if (in_background(call)) {
        ls_error *error = NULL;
        ls_task *task = NULL;
        ls_status begun = ls_check_start(agent, product, feature, user, policy, entitlement_came,
                                         &result, &task, &error);
        await(&result, begun, error, task);
    } else {
        ls_entitlement *entitlement = NULL;
        result.status = ls_check(agent, product, feature, user, policy, &entitlement, &result.error);
        result.value = entitlement;
    }
    ls_credentials_free(user);
    answer_entitlement(&result);
}

static void say_field(const char *before, const char *text)
{
    printf("%s%s", before, text ? text : "-");
}

static void say_number_field(bool (*get)(const ls_license *, int64_t *), const ls_license *license)
{
    int64_t value;
    if (get(license, &value))
        printf("|%" PRId64, value);
    else
        fputs("|-", stdout);
}

static void say_flag_field(bool (*get)(const ls_license *, bool *), const ls_license *license)
{
    bool value;
    fputs(get(license, &value) ? value ? "|true" : "|false" : "|-", stdout);
}

static void say_first(const ls_license *license)
{
    say("fields", "");
    say_field("", ls_license_order_store_id(license));
    say_field("|", ls_license_license_type(license));
    say_number_field(ls_license_validity_period, license);
    say_number_field(ls_license_start_date, license);
    say_flag_field(ls_license_is_expired, license);
    say_flag_field(ls_license_license_enabled, license);
    say_number_field(ls_license_max_activations, license);
    say_field("|", ls_license_metadata(license));
    for (size_t i = 0; i < ls_license_custom_fields_count(license); i++) {
        const ls_custom_field *field = ls_license_custom_fields_at(license, i);
        if (i == 0)
            say("custom", "");
        say_field(i ? "," : "", ls_custom_field_name(field));
        say_field(":", ls_custom_field_data_type(field));
        say_field(":", ls_custom_field_value(field));
    }
}

static void say_licenses(const ls_licenses *licenses)
{
    bool ids = false, features = false, holders = false;
    size_t count = ls_licenses_count(licenses);
    for (size_t i = 0; i < count; i++) {
        int64_t id;
        char text[24];
        if (ls_license_id(ls_licenses_at(licenses, i), &id)) {
            snprintf(text, sizeof text, "%" PRId64, id);
            say_part("ids", &ids, text);
        }
    }
    for (size_t i = 0; i < count; i++) {
        const ls_license *license = ls_licenses_at(licenses, i);
        for (size_t j = 0; j < ls_license_product_features_count(license); j++)
            say_part("features", &features,
                     ls_feature_code(ls_license_product_features_at(license, j)));
    }
    for (size_t i = 0; i < count; i++)
        say_part("holders", &holders, ls_user_email(ls_license_holder(ls_licenses_at(licenses, i))));
    if (count > 0)
        say_first(ls_licenses_at(licenses, 0));
}

static void answer_licenses(const outcome *result)
{
    if (!succeeded(result->status, result->error))
        return;
    ls_licenses *licenses = result->value;
    say_number("count", (int64_t)ls_licenses_count(licenses));
    say_origin(ls_licenses_source(licenses), ls_licenses_fetched_at(licenses),
               ls_licenses_fallback(licenses));
    say_licenses(licenses);
    say_json(ls_licenses_to_json(licenses));
    ls_licenses_free(licenses);
}

static void list_licenses(request *call)
{
    const char *product = take(call, "product");
    ls_credentials *user = sign_in_of(call);
    int32_t policy = policy_of(call);
    outcome result = {LS_OK, NULL, NULL};
    if (in_background(call)) {
        ls_error *error = NULL;
        ls_task *task = NULL;
        ls_status begun = ls_user_licenses_start(agent, product, user, policy, licenses_came, &result,
                                                 &task, &error);
        await(&result, begun, error, task);
    } else {
        ls_licenses *licenses = NULL;
        result.status = ls_user_licenses(agent, product, user, policy, &licenses, &result.error);
        result.value = licenses;
    }
    ls_credentials_free(user);
    answer_licenses(&result);
}

static int32_t response_type_of(const char *name)
{
    if (strcmp(name, "code") == 0)
        return LS_SSO_RESPONSE_CODE;
    return strcmp(name, "token") == 0 ? (int32_t)LS_SSO_RESPONSE_TOKEN : (int32_t)number(name);
}

static void sso_url(request *call)
{
    const char *product = take(call, "product"), *account = take(call, "account");
    int32_t response_type = response_type_of(take(call, "response_type"));
    char *url = NULL;
    ls_error *error = NULL;
    ls_status status = ls_sso_url(agent, product, account, response_type, find(call, "redirect_uri"),
                                  &url, &error);
    if (succeeded(status, error))
        say("url", url);
    ls_string_free(url);
}

/* Shows the page to nobody. */
static bool shown(void *data, const char *url)
{
    (void)data;
    return url != NULL;
}

static ls_sso_options *sso_options(request *call)
{
    const char *value;
    ls_sso_options *options = ls_sso_options_new();
    ls_sso_options_set_browser_callback(options, shown, NULL);
    if ((value = find(call, "response_type")) != NULL)
        ls_sso_options_set_response_type(options, response_type_of(value));
    if ((value = find(call, "port")) != NULL)
        ls_sso_options_set_port(options, (uint16_t)number(value));
    if ((value = find(call, "path")) != NULL)
        ls_sso_options_set_path(options, value);
    if ((value = find(call, "wait_ms")) != NULL)
        ls_sso_options_set_timeout_ms(options, (uint32_t)number(value));
    return options;
}

static void sign_in(request *call)
{
    const char *product = take(call, "product"), *account = take(call, "account");
    ls_sso_options *options = sso_options(call);
    outcome result = {LS_OK, NULL, NULL};
    if (in_background(call)) {
        ls_error *error = NULL;
        ls_task *task = NULL;
        ls_status begun = ls_sso_sign_in_start(agent, product, account, options, licenses_came, &result,
                                               &task, &error);
        await(&result, begun, error, task);
    } else {
        ls_licenses *licenses = NULL;
        result.status = ls_sso_sign_in(agent, product, account, options, &licenses, &result.error);
        result.value = licenses;
    }
    ls_sso_options_free(options);
    answer_licenses(&result);
}

static void list_users(request *call)
{
    const char *product = take(call, "product"), *customer = take(call, "customer");
    int32_t policy = policy_of(call);
    outcome result = {LS_OK, NULL, NULL};
    if (in_background(call)) {
        ls_error *error = NULL;
        ls_task *task = NULL;
        ls_status begun = ls_customer_license_users_start(agent, product, customer, policy, users_came,
                                                          &result, &task, &error);
        await(&result, begun, error, task);
    } else {
        ls_license_users *users = NULL;
        result.status =
            ls_customer_license_users(agent, product, customer, policy, &users, &result.error);
        result.value = users;
    }
    if (!succeeded(result.status, result.error))
        return;
    ls_license_users *users = result.value;
    bool begun = false;
    say_number("count", (int64_t)ls_license_users_count(users));
    say_origin(ls_license_users_source(users), ls_license_users_fetched_at(users),
               ls_license_users_fallback(users));
    say("customer", ls_customer_email(ls_license_users_customer(users)));
    for (size_t i = 0; i < ls_license_users_count(users); i++)
        say_part("emails", &begun, ls_license_user_email(ls_license_users_at(users, i)));
    say_json(ls_license_users_to_json(users));
    ls_license_users_free(users);
}

static void fetch_product(request *call)
{
    int64_t id;
    ls_product *product = NULL;
    ls_error *error = NULL;
    ls_status status = ls_fetch_product(agent, take(call, "product"), &product, &error);
    if (!succeeded(status, error))
        return;
    if (ls_product_product_id(product, &id))
        say_number("product_id", id);
    say("product_name", ls_product_product_name(product));
    say("short_code", ls_product_short_code(product));
    say("authorization_method", ls_product_authorization_method(product));
    say("metadata", ls_product_metadata(product));
    say("latest_version", ls_product_latest_version(product));
    if (ls_product_company_id(product, &id))
        say_number("company_id", id);
    for (size_t i = 0; i < ls_product_custom_fields_count(product); i++) {
        const ls_product_custom_field *field = ls_product_custom_fields_at(product, i);
        if (i == 0)
            say("custom", "");
        say_field(i ? "," : "", ls_product_custom_field_name(field));
        say_field(":", ls_product_custom_field_default_value(field));
    }
    ls_product_free(product);
}

/* A value of ls_uipath_method; that of no name is its default. */
static int32_t allocation_method(const char *name)
{
    static const char *const names[] = {"auto", "post", "put"};
    for (int32_t i = 0; name && i < 3; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    if (name)
        give_up("unknown", name);
    return LS_UIPATH_METHOD_AUTO;
}

static void allocate(request *call)
{
    const char *user_ids[MAX_LIST], *codes[MAX_LIST];
    const char *base_url = take(call, "base_url"), *token = take(call, "token");
    const char *account = take(call, "account");
    size_t users = split(take(call, "users"), user_ids), bundles = split(take(call, "bundles"), codes);
    bool external = flag(take(call, "external")), begun = false;
    int32_t method = allocation_method(find(call, "method"));
    ls_uipath *uipath = NULL;
    ls_allocations *allocations = NULL;
    ls_error *error = NULL;
    ls_status status = ls_uipath_new(config, base_url, token, &uipath, &error);
    if (status == LS_OK)
        status = ls_uipath_set_method(uipath, method);
    if (status == LS_OK)
        status = ls_uipath_allocate_user_licenses(uipath, account, user_ids, users, codes, bundles,
                                                  external, &allocations, &error);
    ls_uipath_free(uipath);
    if (!succeeded(status, error))
        return;
    say_number("count", (int64_t)ls_allocations_count(allocations));
    for (size_t i = 0; i < ls_allocations_count(allocations); i++)
        say_part("users", &begun, ls_allocation_user_id(ls_allocations_at(allocations, i)));
    say_json(ls_allocations_to_json(allocations));
    ls_allocations_free(allocations);
}

static void forget(request *call)
{
    ls_error *error = NULL;
    ls_status status = ls_agent_forget(agent, find(call, "username"), &error);
    succeeded(status, error);
}

/* ---- A license's life ---- */

static int64_t license_id_of(request *call)
{
    const char *id = find(call, "license_id");
    return id ? number(id) : 0;
}

/* The activation is the one that later calls are about. */
static void keep(ls_activation *came)
{
    int64_t id;
    ls_activation_free(activation);
    activation = came;
    say("hardware_id", ls_activation_hardware_id(activation));
    if (ls_activation_device_id(activation, &id))
        say_number("device_id", id);
}

static void activate(request *call)
{
    const char *product = take(call, "product");
    ls_credentials *user = sign_in_of(call);
    int64_t id = license_id_of(call);
    outcome result = {LS_OK, NULL, NULL};
    if (in_background(call)) {
        ls_error *error = NULL;
        ls_task *task = NULL;
        ls_status begun = ls_activate_start(agent, product, user, id, activation_came, &result, &task,
                                            &error);
        await(&result, begun, error, task);
    } else {
        ls_activation *came = NULL;
        result.status = ls_activate(agent, product, user, id, &came, &result.error);
        result.value = came;
    }
    ls_credentials_free(user);
    if (succeeded(result.status, result.error))
        keep(result.value);
}

static void open_activation(request *call)
{
    ls_activation *came = NULL;
    ls_error *error = NULL;
    ls_status status = ls_activation_open(agent, take(call, "product"), &came, &error);
    if (succeeded(status, error))
        keep(came);
}

static void check_activation(request *call)
{
    const char *feature = find(call, "feature");
    int32_t policy = policy_of(call);
    outcome result = {LS_OK, NULL, NULL};
    if (in_background(call)) {
        ls_error *error = NULL;
        ls_task *task = NULL;
        ls_status begun = ls_activation_check_start(activation, feature, policy, entitlement_came,
                                                    &result, &task, &error);
        await(&result, begun, error, task);
    } else {
        ls_entitlement *entitlement = NULL;
        result.status = ls_activation_check(activation, feature, policy, &entitlement, &result.error);
        result.value = entitlement;
    }
    answer_entitlement(&result);
}

static void activation_licenses(request *call)
{
    (void)call;
    outcome result = {LS_OK, NULL, NULL};
    ls_licenses *licenses = NULL;
    result.status = ls_activation_licenses(activation, &licenses, &result.error);
    result.value = licenses;
    answer_licenses(&result);
}

static void deactivate(request *call)
{
    (void)call;
    ls_error *error = NULL;
    ls_status status = ls_activation_deactivate(activation, &error);
    succeeded(status, error);
}

static void request_trial(request *call)
{
    bool is_new;
    int64_t days;
    ls_trial *trial = NULL;
    ls_error *error = NULL;
    const char *product = take(call, "product");
    ls_status status = ls_trial_request(agent, product, find(call, "email"), &trial, &error);
    if (!succeeded(status, error))
        return;
    say("license_key", ls_trial_license_key(trial));
    say("username", ls_trial_username(trial));
    say("initial_password", ls_trial_initial_password(trial));
    if (ls_trial_is_new(trial, &is_new))
        say_flag("is_new", is_new);
    if (ls_trial_days(trial, &days))
        say_number("days", days);
    ls_trial_free(trial);
}

static void change_password(request *call)
{
    ls_error *error = NULL;
    const char *username = take(call, "username"), *password = take(call, "password");
    ls_status status = ls_change_password(agent, username, password, take(call, "new_password"), &error);
    succeeded(status, error);
}

static void list_releases(request *call)
{
    bool begun = false;
    ls_releases *releases = NULL;
    ls_error *error = NULL;
    const char *environment = find(call, "environment");
    ls_status status = ls_activation_releases(activation, environment, find(call, "channel"), &releases,
                                              &error);
    if (!succeeded(status, error))
        return;
    say_number("count", (int64_t)ls_releases_count(releases));
    for (size_t i = 0; i < ls_releases_count(releases); i++)
        say_part("versions", &begun, ls_release_version(ls_releases_at(releases, i)));
    say_json(ls_releases_to_json(releases));
    ls_releases_free(releases);
}

static void get_release(request *call)
{
    ls_releases *releases = NULL;
    ls_error *error = NULL;
    const char *version = take(call, "version"), *environment = find(call, "environment");
    ls_status status = ls_activation_release(activation, version, environment, find(call, "channel"),
                                             &releases, &error);
    if (!succeeded(status, error))
        return;
    const ls_release *release = ls_releases_at(releases, 0);
    say("version", ls_release_version(release));
    say("environment", ls_release_environment(release));
    say("requires_version", ls_release_requires_version(release));
    say("installation_file", ls_release_installation_file(release));
    say("hash_md5", ls_release_hash_md5(release));
    ls_releases_free(releases);
}

static void set_variables(request *call)
{
    const char *names[MAX_LIST], *values[MAX_LIST];
    size_t count = split(take(call, "names"), names);
    if (split(take(call, "values"), values) != count)
        give_up("not as many", "values");
    ls_error *error = NULL;
    ls_status status = ls_activation_set_variables(activation, names, values, count, &error);
    succeeded(status, error);
}

static void list_variables(request *call)
{
    (void)call;
    ls_variables *variables = NULL;
    ls_error *error = NULL;
    ls_status status = ls_activation_variables(activation, &variables, &error);
    if (!succeeded(status, error))
        return;
    say_number("count", (int64_t)ls_variables_count(variables));
    for (size_t i = 0; i < ls_variables_count(variables); i++) {
        const ls_variable *variable = ls_variables_at(variables, i);
        if (i == 0)
            say("variables", "");
        say_field(i ? "," : "", ls_variable_name(variable));
        say_field(":", ls_variable_value(variable));
    }
    ls_variables_free(variables);
}

static void offline_request(request *call)
{
    ls_error *error = NULL;
    const char *product = take(call, "product"), *path = take(call, "path");
    ls_credentials *user = sign_in_of(call);
    ls_status status = ls_offline_request(agent, product, user, license_id_of(call), path, &error);
    ls_credentials_free(user);
    succeeded(status, error);
}

static void offline_activate(request *call)
{
    ls_activation *came = NULL;
    ls_error *error = NULL;
    const char *product = take(call, "product");
    ls_status status = ls_offline_activate(agent, product, take(call, "path"), &came, &error);
    if (succeeded(status, error))
        keep(came);
}

static void offline_refresh(request *call)
{
    ls_error *error = NULL;
    ls_status status = ls_offline_refresh(activation, take(call, "path"), &error);
    succeeded(status, error);
}

static void offline_deactivation(request *call)
{
    ls_error *error = NULL;
    ls_status status = ls_offline_deactivation(activation, take(call, "path"), &error);
    succeeded(status, error);
}

static void say_seat(void)
{
    int64_t end;
    say_flag("held", ls_seat_is_held(seat));
    if (ls_seat_expires_at(seat, &end))
        say_number("seat_ends", end);
}

static void acquire_seat(request *call)
{
    const char *feature = find(call, "feature");
    outcome result = {LS_OK, NULL, NULL};
    if (in_background(call)) {
        ls_error *error = NULL;
        ls_task *task = NULL;
        ls_status begun = ls_seat_acquire_start(activation, feature, seat_changed, NULL, seat_came,
                                                &result, &task, &error);
        await(&result, begun, error, task);
    } else {
        ls_seat *came = NULL;
        result.status = ls_seat_acquire(activation, feature, seat_changed, NULL, &came, &result.error);
        result.value = came;
    }
    if (!succeeded(result.status, result.error))
        return;
    ls_seat_free(seat);
    seat = result.value;
    say_seat();
}

static void look_at_seat(request *call)
{
    bool begun = false;
    const char *name = find(call, "wait_for");
    if (name)
        wait_for(name);
    succeeded(LS_OK, NULL);
    say_seat();
    for (size_t i = 0; i < event_count; i++)
        say_part("events", &begun, events[i]);
}

static void release_seat(request *call)
{
    (void)call;
    ls_error *error = NULL;
    ls_status status = ls_seat_release(seat, &error);
    succeeded(status, error);
}

static void free_seat(request *call)
{
    (void)call;
    ls_seat_free(seat);
    seat = NULL;
    succeeded(LS_OK, NULL);
}

static bool has(const request *call, const char *key)
{
    for (int i = 0; i < call->count; i++)
        if (call->keys[i] && strcmp(call->keys[i], key) == 0)
            return true;
    return false;
}

static void borrow(request *call)
{
    int64_t end = 0;
    ls_error *error = NULL;
    const char *feature = find(call, "feature"), *hours = find(call, "hours");
    int64_t until = hours ? (int64_t)time(NULL) + number(hours) * 3600 : 0;
    bool signs_in = has(call, "username") || has(call, "license_key");
    ls_credentials *user = signs_in ? sign_in_of(call) : NULL;
    ls_status status = ls_activation_borrow(activation, feature, until, user, &end, &error);
    ls_credentials_free(user);
    if (succeeded(status, error))
        say_number("borrowed_until", end);
}

static void return_seat(request *call)
{
    ls_error *error = NULL;
    ls_status status = ls_activation_return(activation, find(call, "feature"), &error);
    succeeded(status, error);
}

static void consume(request *call)
{
    ls_error *error = NULL;
    int64_t amount = number(take(call, "amount"));
    ls_status status = ls_activation_consume(activation, find(call, "feature"), amount, &error);
    succeeded(status, error);
}

static void sync_counts(request *call)
{
    (void)call;
    ls_error *error = NULL;
    ls_status status = ls_activation_sync(activation, &error);
    succeeded(status, error);
}

static void get_balance(request *call)
{
    int64_t limit;
    ls_balance *balance = NULL;
    ls_error *error = NULL;
    ls_status status = ls_activation_balance(activation, find(call, "feature"), &balance, &error);
    if (!succeeded(status, error))
        return;
    say_number("total", ls_balance_total(balance));
    if (ls_balance_limit(balance, &limit))
        say_number("limit", limit);
    say_number("unsent", ls_balance_unsent(balance));
    say_number("uncertain", ls_balance_uncertain(balance));
    ls_balance_free(balance);
}

static void answer(request *call)
{
    static const struct { const char *name; void (*make)(request *); } calls[] = {
        {"agent", make_agent}, {"check", check},       {"licenses", list_licenses},
        {"users", list_users}, {"allocate", allocate}, {"forget", forget},
        {"sso_url", sso_url},  {"sign_in", sign_in},   {"product", fetch_product},
        {"activate", activate},
        {"open", open_activation},
        {"check_activation", check_activation},
        {"activation_licenses", activation_licenses},
        {"deactivate", deactivate},
        {"trial", request_trial},
        {"change_password", change_password},
        {"releases", list_releases},
        {"release", get_release},
        {"set_variables", set_variables},
        {"variables", list_variables},
        {"offline_request", offline_request},
        {"offline_activate", offline_activate},
        {"offline_refresh", offline_refresh},
        {"offline_deactivation", offline_deactivation},
        {"acquire_seat", acquire_seat},
        {"seat", look_at_seat},
        {"release_seat", release_seat},
        {"free_seat", free_seat},
        {"borrow", borrow},
        {"return_seat", return_seat},
        {"consume", consume},
        {"sync", sync_counts},
        {"balance", get_balance},
    };
    fputs(call->name, stdout);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (strcmp(call->name, calls[i].name) == 0) {
            calls[i].make(call);
            nothing_left(call);
            putchar('\n');
            fflush(stdout);
            return;
        }
    }
    give_up("unknown", call->name);
}

int main(void)
{
    static char line[MAX_LINE];
    request call;
#ifdef _WIN32
    _setmode(_fileno(stdin), _O_BINARY);
    _setmode(_fileno(stdout), _O_BINARY);
#endif
    while (fgets(line, sizeof line, stdin)) {
        parse(&call, line);
        answer(&call);
    }
    let_go();
    return 0;
}
