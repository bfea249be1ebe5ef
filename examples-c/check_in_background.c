/*
 * Asks while an event loop runs: the callback comes on a thread of the agent and hands the outcome
 * over through the loop's inbox, which the loop watches as it watches everything else.
 *
 *   cc -std=c99 -I../include check_in_background.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent \
 *      -o check_in_background
 */
#define _POSIX_C_SOURCE 200809L
#include "example.h"
#include "inbox.h"

struct outcome {
    inbox box;
    ls_entitlement *entitlement;
    ls_error *error;
};

/* On a thread of the agent: no user interface here, only the hand-over. */
static void hand_over(void *user_data, ls_status status, ls_entitlement *entitlement, ls_error *error)
{
    struct outcome *outcome = (struct outcome *)user_data;
    (void)status;
    outcome->entitlement = entitlement;
    outcome->error = error;
    if (!inbox_put(&outcome->box, outcome))
        abort(); /* The loop would never end. */
}

/* The event loop: a frame every 50 ms, and the outcome when it comes. */
static int run_loop(inbox *box)
{
    int frames = 0;
    bool is_allowed;
    const struct outcome *outcome = (const struct outcome *)inbox_take(box, 50);
    for (; outcome == NULL; outcome = (const struct outcome *)inbox_take(box, 50))
        frames++;
    printf("Frames drawn meanwhile: %d\n", frames);
    if (outcome->entitlement == NULL)
        return failed(outcome->error);
    is_allowed = ls_entitlement_is_allowed(outcome->entitlement);
    printf("Start: %s\n  %s\n", is_allowed ? "yes" : "no",
           ls_entitlement_message(outcome->entitlement));
    return is_allowed ? DONE : REFUSED;
}

int main(int argc, char **argv)
{
    struct outcome outcome;
    int exit_code;
    memset(&outcome, 0, sizeof outcome);
    if (argc != 3 || !inbox_open(&outcome.box)) {
        fputs("Usage: check_in_background PRODUCT USERNAME\n" PASSWORD_HELP SETTINGS_HELP, stderr);
        return MISUSED;
    }
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_task *task = NULL;
    ls_config *config = config_from_environment();
    ls_credentials *credentials = sign_in(argv[2]);
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_check_start(agent, argv[1], NULL, credentials, LS_POLICY_NETWORK_FIRST, hand_over,
                          &outcome, &task, &error) == LS_OK)
        exit_code = run_loop(&outcome.box);
    else
        exit_code = failed(error);
    ls_error_free(error);
    ls_task_free(task);
    ls_credentials_free(credentials);
    ls_agent_free(agent); /* No callback comes after this, so the inbox and the outcome can go. */
    ls_config_free(config);
    ls_entitlement_free(outcome.entitlement);
    ls_error_free(outcome.error);
    inbox_close(&outcome.box);
    return exit_code;
}
