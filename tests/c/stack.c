/* A thread with a stack of so many KiB gets through its calls: "usual" (a first call over TLS, an answer
 * from the store, a failure), or "deep" (an answer as deep as one may be). */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>

/* What the call should have come to; NULL if it only has to come back. */
static void ask(const ls_agent *agent, const char *password, int32_t policy, const char *wanted)
{
    ls_credentials *user = ls_credentials_new_password("features@example.com", password);
    ls_entitlement *entitlement = NULL;
    ls_error *error = NULL;
    ls_status status = ls_check(agent, "up", "export", user, policy, &entitlement, &error);
    if (wanted)
        CHECK_TEXT(ls_status_name(status), wanted);
    ls_string_free(ls_entitlement_to_json(entitlement));
    ls_error_free(error);
    ls_entitlement_free(entitlement);
    ls_credentials_free(user);
}

static void *usual_calls(void *agent)
{
    ask(agent, "secret", LS_POLICY_NETWORK_ONLY, "LS_OK");
    ask(agent, "secret", LS_POLICY_CACHE_FIRST, "LS_OK");
    ask(agent, "wrong", LS_POLICY_NETWORK_ONLY, "LS_ERR_CREDENTIALS");
    return NULL;
}

static void *one_call(void *agent)
{
    ask(agent, "secret", LS_POLICY_NETWORK_ONLY, NULL);
    return NULL;
}

int main(int argc, char **argv)
{
    CHECK(argc == 3);
    size_t kib = (size_t)strtoul(argv[1], NULL, 10);
    ls_agent *agent = sandbox_agent();
    void *(*calls)(void *) = strcmp(argv[2], "deep") == 0 ? one_call : usual_calls;
    pthread_attr_t attributes;
    pthread_t thread;
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, kib * 1024) == 0);
    CHECK(pthread_create(&thread, &attributes, calls, agent) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    pthread_attr_destroy(&attributes);
    ls_agent_free(agent);
    puts("a small stack was enough");
    return 0;
}
