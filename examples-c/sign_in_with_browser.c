/*
 * Signs a person in through the identity provider of their organization, in the system's browser,
 * and lists the licenses. Where no browser can be opened it says what to do.
 *
 *   cc -std=c99 -I../include sign_in_with_browser.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent \
 *      -o sign_in_with_browser
 */
#include "example.h"

static const char USAGE[] =
    "Usage: sign_in_with_browser PRODUCT ACCOUNT [code|token [PORT [PATH]]]\n"
    "ACCOUNT is the code of the customer account that the identity provider belongs to; PORT and PATH\n"
    "are those of the registered redirect URI, http://127.0.0.1:PORT/PATH.\n" SETTINGS_HELP;

/* An application that shows the page itself returns true; this one only announces it. */
static bool announce(void *user_data, const char *url)
{
    (void)url; /* It belongs into the browser and not into a log. */
    fputs((const char *)user_data, stdout);
    fflush(stdout);
    return false; /* The system's browser shows it. */
}

static ls_sso_options *options_from(int argc, char **argv)
{
    ls_sso_options *options = ls_sso_options_new();
    ls_sso_options_set_timeout_ms(options, 2 * 60 * 1000);
    ls_sso_options_set_browser_callback(options, announce, (void *)"Please sign in in your browser.\n");
    if (argc > 3 && strcmp(argv[3], "token") == 0)
        ls_sso_options_set_response_type(options, LS_SSO_RESPONSE_TOKEN);
    if (argc > 4)
        ls_sso_options_set_port(options, (uint16_t)strtoul(argv[4], NULL, 10));
    if (argc > 5)
        ls_sso_options_set_path(options, argv[5]);
    return options;
}

static void print_licenses(const ls_licenses *licenses)
{
    size_t count = ls_licenses_count(licenses);
    printf("Licenses: %zu\n", count);
    for (size_t i = 0; i < count; i++) {
        const ls_license *license = ls_licenses_at(licenses, i);
        printf("  %s, for %s\n", or_none(ls_license_license_type(license)),
               or_none(ls_user_email(ls_license_holder(license))));
    }
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 6) {
        fputs(USAGE, stderr);
        return MISUSED;
    }
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_licenses *licenses = NULL;
    ls_config *config = config_from_environment();
    ls_sso_options *options = options_from(argc, argv);
    int exit_code = DONE;
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_sso_sign_in(agent, argv[1], argv[2], options, &licenses, &error) == LS_OK)
        print_licenses(licenses);
    else
        exit_code = failed(error);
    ls_error_free(error);
    ls_licenses_free(licenses);
    ls_sso_options_free(options);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
