/*
 * The start of an application whose license is activated on this device: no sign-in, and as a rule no
 * network. Where it may not start it says what can be done.
 *
 *   cc -std=c99 -I../include start_activated.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent \
 *      -o start_activated
 */
#include "example.h"

/* What a person can do about a no. */
static const char *way_out(ls_decision decision)
{
    switch (decision) {
    case LS_DECISION_DENIED_NOT_ACTIVATED:
        return "Activate it again: activate PRODUCT";
    case LS_DECISION_DENIED_EXPIRED:
    case LS_DECISION_DENIED_FEATURE_EXPIRED:
        return "Renew it; then start once while online";
    case LS_DECISION_DENIED_NO_FEATURE:
        return "Start without the feature, or buy it";
    default:
        return "Ask the vendor";
    }
}

static int print_decision(const ls_entitlement *entitlement)
{
    bool is_allowed = ls_entitlement_is_allowed(entitlement);
    printf("Start: %s\n  %s\n", is_allowed ? "yes" : "no", ls_entitlement_message(entitlement));
    if (!is_allowed)
        printf("  %s\n", way_out(ls_entitlement_decision(entitlement)));
    print_origin(ls_entitlement_source(entitlement), ls_entitlement_fetched_at(entitlement),
                 ls_entitlement_fallback(entitlement));
    return is_allowed ? DONE : REFUSED;
}

/* There is no decision: this device has no license, or nobody knows. */
static int not_decided(const ls_error *error)
{
    int exit_code = failed(error);
    if (ls_error_status(error) == LS_ERR_NOT_ACTIVATED)
        fputs("Activate a license: activate PRODUCT, or without a network activate_offline\n", stderr);
    if (ls_error_status(error) == LS_ERR_UNCERTAIN)
        fputs("Run activate or deactivate once more, online: that finds out\n", stderr);
    return exit_code;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 4) {
        fputs("Usage: start_activated PRODUCT [POLICY [FEATURE]]\n" POLICY_HELP SETTINGS_HELP, stderr);
        return MISUSED;
    }
    int exit_code;
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_activation *activation = NULL;
    ls_entitlement *entitlement = NULL;
    ls_config *config = config_from_environment();
    /* The store answers at once; the server is asked in the background when it is time. */
    int32_t policy = policy_named(argc > 2 ? argv[2] : "cache-first");
    const char *feature = argc > 3 ? argv[3] : NULL;
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_activation_open(agent, argv[1], &activation, &error) == LS_OK
        && ls_activation_check(activation, feature, policy, &entitlement, &error) == LS_OK)
        exit_code = print_decision(entitlement);
    else
        exit_code = not_decided(error);
    ls_error_free(error);
    ls_entitlement_free(entitlement);
    ls_activation_free(activation);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
