/* The process ends while calls are in flight: with the agent never freed, and from within a callback.
 * The server is one that does not answer. */
#include "system.h"

static void never(void *data, ls_status status, ls_entitlement *entitlement, ls_error *error)
{
    (void)data;
    (void)status;
    ls_entitlement_free(entitlement);
    ls_error_free(error);
}

static void ends_the_process(void *data, ls_status status, ls_entitlement *entitlement, ls_error *error)
{
    never(data, status, entitlement, error);
    puts("ended in flight");
    exit(0);
}

static void begin(const ls_agent *agent, int32_t policy, ls_entitlement_callback callback)
{
    ls_credentials *user = ls_credentials_new_password("trial@example.com", "secret");
    ls_task *task = NULL;
    ls_error *error = NULL;
    CHECK_DONE(ls_check_start(agent, "up", NULL, user, policy, callback, NULL, &task, &error), error);
    ls_credentials_free(user);
    ls_task_free(task);
}

int main(int argc, char **argv)
{
    ls_agent *agent = sandbox_agent();
    for (int i = 0; i < 4; i++)
        begin(agent, LS_POLICY_NETWORK_ONLY, never);
    if (argc > 1 && strcmp(argv[1], "in-a-callback") == 0) {
        /* Nothing is stored, so this one is told at once; the others are still waiting. */
        begin(agent, LS_POLICY_CACHE_ONLY, ends_the_process);
        for (;;)
            pause_ms(1000);
    }
    if (argc > 1 && strcmp(argv[1], "later") == 0)
        pause_ms(100);
    puts("ended in flight");
    return 0;
}
