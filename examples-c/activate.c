/*
 * Takes a license into use on this device, once: asks for a license key or a sign-in, and where a person
 * has several licenses, for which.
 *
 *   cc -std=c99 -I../include activate.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent -o activate
 */
#include "console.h"

static const char USAGE[] =
    "Usage: activate PRODUCT\n"
    "Standard input: a license key, or an email and in the next line the password\n" SETTINGS_HELP;

/* Where a person has several licenses the server would take the newest, so they are asked. */
static ls_status choose(const ls_agent *agent, const char *product, const ls_credentials *person,
                        int64_t *out_id, ls_error **out_error)
{
    char number[16];
    ls_licenses *licenses = NULL;
    ls_status status =
        ls_user_licenses(agent, product, person, LS_POLICY_NETWORK_ONLY, &licenses, out_error);
    size_t count = ls_licenses_count(licenses);
    for (size_t i = 0; count > 1 && i < count; i++) {
        printf("  %zu. ", i + 1);
        print_license_line(ls_licenses_at(licenses, i));
    }
    if (count > 1) {
        ask("Which one? Number: ", number, sizeof number);
        ls_license_id(ls_licenses_at(licenses, (size_t)strtoul(number, NULL, 10) - 1), out_id);
    }
    ls_licenses_free(licenses);
    return status;
}

/* Prints why nothing was activated, and what can be done; says what to exit with. */
static int not_activated(const ls_error *error)
{
    const char *code = or_none(ls_error_code(error));
    int exit_code = failed(error);
    if (ls_error_status(error) == LS_ERR_UNCERTAIN)
        fputs("It may be activated. Run this again: it finds out before it sends anything.\n", stderr);
    if (ls_error_status(error) != LS_ERR_ACTIVATION_LIMIT)
        return exit_code;
    if (strcmp(code, "license_activated_max_times") == 0)
        fputs("It is in use on as many devices as it may be. Deactivate it on one of them.\n", stderr);
    else if (strcmp(code, "licenseUserActivatedMaxTimes") == 0)
        fputs("You use it on as many devices as you may. Deactivate it on one of them.\n", stderr);
    else if (strcmp(code, "license_transferred_max_times") == 0)
        fputs("It has changed devices as often as it may. Ask the vendor.\n", stderr);
    return exit_code;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs(USAGE, stderr);
        return MISUSED;
    }
    bool is_person;
    int64_t id = 0;
    int exit_code = DONE;
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_activation *activation = NULL;
    ls_config *config = config_from_environment();
    ls_credentials *credentials = ask_for_credentials(&is_person);
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && (!is_person || choose(agent, argv[1], credentials, &id, &error) == LS_OK)
        && ls_activate(agent, argv[1], credentials, id, &activation, &error) == LS_OK)
        print_activation(activation);
    else
        exit_code = not_activated(error);
    ls_error_free(error);
    ls_activation_free(activation); /* The license stays activated. */
    ls_credentials_free(credentials);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
