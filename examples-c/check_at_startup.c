/*
 * The main job: at start-up, may this user run this product, and why?
 *
 *   cc -std=c99 -I../include check_at_startup.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent \
 *      -o check_at_startup
 */
#include "example.h"

static void print_decision(const ls_entitlement *entitlement)
{
    const ls_license *license = ls_entitlement_license(entitlement);
    int64_t id;
    puts(ls_entitlement_is_allowed(entitlement) ? "Start: yes" : "Start: no");
    printf("  %s\n", ls_entitlement_message(entitlement));
    if (ls_license_id(license, &id))
        printf("  Decided by license %" PRId64 "\n", id);
    print_origin(ls_entitlement_source(entitlement), ls_entitlement_fetched_at(entitlement),
                 ls_entitlement_fallback(entitlement));
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 5) {
        fputs("Usage: check_at_startup PRODUCT USERNAME [POLICY [FEATURE]]\n" POLICY_HELP PASSWORD_HELP SETTINGS_HELP,
              stderr);
        return MISUSED;
    }
    int exit_code;
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_entitlement *entitlement = NULL;
    ls_config *config = config_from_environment();
    ls_credentials *credentials = sign_in(argv[2]);
    /* The store answers at once, if it can; the server is asked in the background when it is time. */
    int32_t policy = policy_named(argc > 3 ? argv[3] : "cache-first");
    const char *feature = argc > 4 ? argv[4] : NULL;
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_check(agent, argv[1], feature, credentials, policy, &entitlement, &error) == LS_OK) {
        print_decision(entitlement);
        exit_code = ls_entitlement_is_allowed(entitlement) ? DONE : REFUSED;
    } else {
        /* Nobody knows. What that means is for the application to say; this one does not start. */
        exit_code = failed(error);
    }
    ls_error_free(error);
    ls_entitlement_free(entitlement);
    ls_credentials_free(credentials);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
