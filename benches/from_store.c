/*
 * An application's start-up: one ls_check, or one ls_activation_check of an activated license, answered from the
 * store. Opens no socket.
 *
 *     from_store password|remembered|activated FURTHER_CALLS
 *     from_store activate 0
 *
 * The second form activates the license, which asks the server.
 * Prints the decision of the first call, and how long each further call took, in nanoseconds.
 */
#include "agent.h"

static ls_decision check(const ls_agent *agent, const ls_credentials *credentials)
{
    ls_error *error = NULL;
    ls_entitlement *entitlement = NULL;
    must(ls_check(agent, PRODUCT, NULL, credentials, LS_POLICY_CACHE_FIRST, &entitlement, &error), error);
    if (ls_entitlement_source(entitlement) != LS_SOURCE_CACHE)
        fail("ls_check", "did not answer from the store");
    ls_decision decision = ls_entitlement_decision(entitlement);
    ls_entitlement_free(entitlement);
    return decision;
}

static ls_decision check_activation(const ls_activation *activation)
{
    ls_error *error = NULL;
    ls_entitlement *entitlement = NULL;
    must(ls_activation_check(activation, NULL, LS_POLICY_CACHE_FIRST, &entitlement, &error), error);
    if (ls_entitlement_source(entitlement) != LS_SOURCE_CACHE)
        fail("ls_activation_check", "did not answer from the store");
    ls_decision decision = ls_entitlement_decision(entitlement);
    ls_entitlement_free(entitlement);
    return decision;
}

static void activate(const ls_agent *agent)
{
    ls_error *error = NULL;
    ls_activation *activation = NULL;
    ls_credentials *key = ls_credentials_new_license_key("PERP-AAAA-BBBB-CCCC");
    must(ls_activate(agent, "key-product", key, 0, &activation, &error), error);
    ls_activation_free(activation);
    ls_credentials_free(key);
}

static void start_activated(const ls_agent *agent, int further)
{
    ls_error *error = NULL;
    ls_activation *activation = NULL;
    must(ls_activation_open(agent, "key-product", &activation, &error), error);
    printf("%d\n", (int)check_activation(activation));
    for (int call = 0; call < further; call++) {
        int64_t start = nanoseconds(CLOCK_MONOTONIC);
        check_activation(activation);
        printf("%lld\n", (long long)(nanoseconds(CLOCK_MONOTONIC) - start));
    }
    ls_activation_free(activation);
}

static void start_signed_in(const ls_agent *agent, const char *how, int further)
{
    ls_credentials *credentials = strcmp(how, "password") == 0
                                      ? ls_credentials_new_password(USERNAME, PASSWORD)
                                      : ls_credentials_new_remembered(USERNAME);
    printf("%d\n", (int)check(agent, credentials));
    for (int call = 0; call < further; call++) {
        int64_t start = nanoseconds(CLOCK_MONOTONIC);
        check(agent, credentials);
        printf("%lld\n", (long long)(nanoseconds(CLOCK_MONOTONIC) - start));
    }
    ls_credentials_free(credentials);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        fail("usage", "from_store password|remembered|activated|activate FURTHER_CALLS");
    needed("BENCH_CACHE_DIR");
    ls_agent *agent = new_agent();
    if (strcmp(argv[1], "activate") == 0)
        activate(agent);
    else if (strcmp(argv[1], "activated") == 0)
        start_activated(agent, atoi(argv[2]));
    else
        start_signed_in(agent, argv[1], atoi(argv[2]));
    ls_agent_free(agent);
    return 0;
}
