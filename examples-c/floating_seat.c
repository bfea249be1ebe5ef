/*
 * Takes a seat of a license, or of a feature, that floats, keeps it while a person works, and releases it.
 *
 *   cc -std=c99 -I../include floating_seat.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent -o floating_seat
 */
#include "example.h"

/* On a thread of the agent: an application with a window would post this to the thread of its window. */
static void on_seat(void *user_data, int32_t event, const ls_error *error)
{
    (void)user_data;
    if (event == LS_SEAT_AT_RISK)
        puts("Seat: not renewed, and still held. Check the network.");
    else if (event == LS_SEAT_RENEWED)
        puts("Seat: renewed after all.");
    else if (event == LS_SEAT_LOST)
        puts("Seat: lost. Save your work.");
    if (error)
        print_error(stdout, error);
    fflush(stdout);
}

/* Until a line is typed, or the input ends. */
static void work(const ls_seat *seat)
{
    char line[64];
    int64_t end;
    if (ls_seat_expires_at(seat, &end)) {
        fputs("Seat: held until ", stdout);
        print_time(end);
    }
    puts(", and renewed before. Press Enter to stop working.");
    fflush(stdout);
    if (fgets(line, sizeof line, stdin) == NULL)
        puts("(end of input)");
}

static int no_seat(const ls_error *error)
{
    int exit_code = failed(error);
    if (ls_error_status(error) == LS_ERR_NO_SEAT)
        fputs("All seats are taken: wait, or ask a colleague to stop.\n", stderr);
    return exit_code;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        fputs("Usage: floating_seat PRODUCT [FEATURE]\n" SETTINGS_HELP, stderr);
        return MISUSED;
    }
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_activation *activation = NULL;
    ls_seat *seat = NULL;
    ls_entitlement *answer = NULL;
    ls_config *config = config_from_environment();
    const char *feature = argc > 2 ? argv[2] : NULL;
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_activation_open(agent, argv[1], &activation, &error) == LS_OK
        && ls_seat_acquire(activation, feature, on_seat, NULL, &seat, &error) == LS_OK
        && ls_activation_check(activation, feature, LS_POLICY_CACHE_FIRST, &answer, &error) == LS_OK) {
        printf("Start: %s\n  %s\n", ls_entitlement_is_allowed(answer) ? "yes" : "no",
               ls_entitlement_message(answer));
        if (ls_entitlement_is_allowed(answer))
            work(seat);
        if (ls_seat_release(seat, &error) == LS_OK)
            puts("Seat: released. Another device can take it.");
    }
    int exit_code = error ? no_seat(error) : ls_entitlement_is_allowed(answer) ? DONE : REFUSED;
    ls_error_free(error);
    ls_entitlement_free(answer);
    ls_seat_free(seat);
    ls_activation_free(activation);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
