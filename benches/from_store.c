/*
 * An application's start-up: one ls_check, answered from the store. Opens no socket.
 *
 *     from_store password|remembered FURTHER_CALLS
 *
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

int main(int argc, char **argv)
{
    if (argc != 3)
        fail("usage", "from_store password|remembered FURTHER_CALLS");
    needed("BENCH_CACHE_DIR");
    ls_agent *agent = new_agent();
    ls_credentials *credentials = strcmp(argv[1], "password") == 0
                                      ? ls_credentials_new_password(USERNAME, PASSWORD)
                                      : ls_credentials_new_remembered(USERNAME);
    printf("%d\n", (int)check(agent, credentials));
    for (int call = 0; call < atoi(argv[2]); call++) {
        int64_t start = nanoseconds(CLOCK_MONOTONIC);
        check(agent, credentials);
        printf("%lld\n", (long long)(nanoseconds(CLOCK_MONOTONIC) - start));
    }
    ls_credentials_free(credentials);
    ls_agent_free(agent);
    return 0;
}
