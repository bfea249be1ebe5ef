/*
 * Asks while an event loop runs: the callback comes on a thread of the agent and hands the outcome
 * over through a pipe, which the loop watches as it watches everything else.
 *
 *   cc -std=c99 -I../include check_in_background.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent \
 *      -o check_in_background
 */
#define _POSIX_C_SOURCE 200809L
#include <poll.h>
#include <unistd.h>

#include "example.h"

struct outcome {
    ls_entitlement *entitlement;
    ls_error *error;
};

/* On a thread of the agent: no user interface here, only the hand-over. A write this small is whole. */
static void hand_over(void *user_data, ls_status status, ls_entitlement *entitlement, ls_error *error)
{
    struct outcome outcome = {entitlement, error};
    (void)status;
    if (write(*(int *)user_data, &outcome, sizeof outcome) != (ssize_t)sizeof outcome) {
        ls_entitlement_free(entitlement);
        ls_error_free(error);
    }
}

/* The event loop: a frame every 50 ms, and the outcome when it comes. */
static int run_loop(int inbox)
{
    struct outcome outcome = {NULL, NULL};
    struct pollfd watched = {inbox, POLLIN, 0};
    int frames = 0, exit_code;
    while (poll(&watched, 1, 50) == 0)
        frames++;
    if (read(inbox, &outcome, sizeof outcome) != (ssize_t)sizeof outcome)
        return TRY_LATER;
    printf("Frames drawn meanwhile: %d\n", frames);
    if (outcome.entitlement) {
        printf("Start: %s\n  %s\n", ls_entitlement_is_allowed(outcome.entitlement) ? "yes" : "no",
               ls_entitlement_message(outcome.entitlement));
        exit_code = ls_entitlement_is_allowed(outcome.entitlement) ? DONE : REFUSED;
    } else {
        exit_code = failed(outcome.error);
    }
    ls_entitlement_free(outcome.entitlement);
    ls_error_free(outcome.error);
    return exit_code;
}

int main(int argc, char **argv)
{
    int ends[2], exit_code;
    if (argc != 3 || pipe(ends) != 0) {
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
                          &ends[1], &task, &error) == LS_OK)
        exit_code = run_loop(ends[0]);
    else
        exit_code = failed(error);
    ls_error_free(error);
    ls_task_free(task);
    ls_credentials_free(credentials);
    ls_agent_free(agent); /* No callback comes after this, so the pipe can go. */
    ls_config_free(config);
    close(ends[0]);
    close(ends[1]);
    return exit_code;
}
