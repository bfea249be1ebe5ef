/*
 * Takes a license into use on a device without a network, by files that a person carries: `request` writes
 * one for the vendor's offline portal, `answer` reads what that gives. `refresh` reads a newer answer, and
 * `deactivate` gives the license up by a file for the portal.
 *
 *   cc -std=c99 -I../include activate_offline.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent \
 *      -o activate_offline
 */
#include "console.h"

static const char USAGE[] =
    "Usage: activate_offline request|answer|refresh|deactivate PRODUCT FILE\n"
    "Standard input of request: a license key, or an email and in the next line the password\n" SETTINGS_HELP;

static ls_status request(const ls_agent *agent, char **argv, ls_error **out_error)
{
    bool is_person;
    ls_credentials *credentials = ask_for_credentials(&is_person);
    /* Of several licenses of a person the portal takes the newest: nobody can be asked here. */
    ls_status status = ls_offline_request(agent, argv[2], credentials, 0, argv[3], out_error);
    ls_credentials_free(credentials);
    if (status == LS_OK)
        printf("Upload %s to the vendor's portal, then remove it: %s can be read in it.\n", argv[3],
               is_person ? "your password" : "the license key");
    return status;
}

static ls_status answer(const ls_agent *agent, char **argv, ls_error **out_error)
{
    ls_activation *activation = NULL;
    ls_status status = ls_offline_activate(agent, argv[2], argv[3], &activation, out_error);
    if (status == LS_OK)
        print_activation(activation);
    ls_activation_free(activation);
    return status;
}

/* What begins with the license that is on this device. */
static ls_status change(const ls_agent *agent, char **argv, ls_error **out_error)
{
    ls_activation *activation = NULL;
    bool is_refresh = strcmp(argv[1], "refresh") == 0;
    ls_status status = ls_activation_open(agent, argv[2], &activation, out_error);
    if (status == LS_OK)
        status = is_refresh ? ls_offline_refresh(activation, argv[3], out_error)
                            : ls_offline_deactivation(activation, argv[3], out_error);
    if (status == LS_OK && is_refresh)
        print_activation(activation);
    else if (status == LS_OK)
        printf("Deactivated. Upload %s to the vendor's portal: only then another device can use the license.\n",
               argv[3]);
    ls_activation_free(activation);
    return status;
}

int main(int argc, char **argv)
{
    bool is_request = argc == 4 && strcmp(argv[1], "request") == 0;
    bool is_answer = argc == 4 && strcmp(argv[1], "answer") == 0;
    if (argc != 4
        || (!is_request && !is_answer && strcmp(argv[1], "refresh") != 0 && strcmp(argv[1], "deactivate") != 0)) {
        fputs(USAGE, stderr);
        return MISUSED;
    }
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_config *config = config_from_environment();
    ls_status status = ls_agent_new(config, &agent, &error);
    if (status == LS_OK)
        status = (is_request ? request : is_answer ? answer : change)(agent, argv, &error);
    int exit_code = status == LS_OK ? DONE : failed(error);
    ls_error_free(error);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
