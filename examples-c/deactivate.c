/*
 * Gives up the license on this device, so that another one can use it.
 *
 *   cc -std=c99 -I../include deactivate.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent -o deactivate
 */
#include "example.h"

/* Without a network nothing changes; only where an answer was lost nobody knows. */
static int not_deactivated(const ls_error *error)
{
    int exit_code = failed(error);
    if (ls_error_status(error) == LS_ERR_UNCERTAIN)
        fputs("It may be given up, and is not used here until that is known. Run this again.\n", stderr);
    return exit_code;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("Usage: deactivate PRODUCT\n" SETTINGS_HELP, stderr);
        return MISUSED;
    }
    int exit_code = DONE;
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_activation *activation = NULL;
    ls_config *config = config_from_environment();
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_activation_open(agent, argv[1], &activation, &error) == LS_OK
        && ls_activation_deactivate(activation, &error) == LS_OK)
        puts("Deactivated. Another device can use the license now.");
    else
        exit_code = not_deactivated(error);
    ls_error_free(error);
    ls_activation_free(activation);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
