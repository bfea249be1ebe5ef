/*
 * Allocates licenses of a UiPath Automation Suite to users of an organization.
 *
 *   cc -std=c99 -I../include allocate_licenses.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent \
 *      -o allocate_licenses
 */
#include "example.h"

static const char USAGE[] =
    "Usage: allocate_licenses ACCOUNT_ID USER_ID... -- BUNDLE_CODE...\n"
    "Every user gets every license, such as RPADEVNU, ATTUNU or TSTNU.\n"
    "Environment:\n"
    "  LSAGENT_UIPATH_URL    where the suite is\n"
    "  LSAGENT_UIPATH_TOKEN  an access token of its identity service\n"
    "  LSAGENT_CA_FILE       PEM file to trust instead of the system's certificates\n"
    "Exit status: 0 done, 1 refused, 2 a mistake in what was given, 3 may work later\n";

static void print_allocation(const ls_allocation *allocation)
{
    bool external;
    printf("User %s of organization %s now has",
           or_none(ls_allocation_user_id(allocation)),
           or_none(ls_allocation_organization_id(allocation)));
    for (size_t i = 0; i < ls_allocation_user_bundle_codes_count(allocation); i++)
        printf(" %s", or_none(ls_allocation_user_bundle_codes_at(allocation, i)));
    if (ls_allocation_use_external_license(allocation, &external) && external)
        fputs(" (an external license)", stdout);
    putchar('\n');
}

/* A call whose answer was lost may have arrived: check before you repeat it. */
static int allocation_failed(const ls_error *error)
{
    ls_status status = ls_error_status(error);
    int exit_code = failed(error);
    if (status == LS_ERR_NETWORK || status == LS_ERR_TIMEOUT || status == LS_ERR_RESPONSE
        || status == LS_ERR_MISMATCH || status == LS_ERR_SERVER)
        fputs("Look up what the users have before you repeat this.\n", stderr);
    return exit_code;
}

int main(int argc, char **argv)
{
    int dashes = 2;
    while (dashes < argc && strcmp(argv[dashes], "--") != 0)
        dashes++;
    if (dashes < 3 || dashes + 1 >= argc) {
        fputs(USAGE, stderr);
        return MISUSED;
    }
    const char *const *user_ids = (const char *const *)argv + 2;
    const char *const *bundle_codes = (const char *const *)argv + dashes + 1;
    int exit_code = DONE;
    ls_error *error = NULL;
    ls_uipath *uipath = NULL;
    ls_allocations *allocations = NULL;
    ls_config *config = config_from_environment();
    if (ls_uipath_new(config, getenv("LSAGENT_UIPATH_URL"), getenv("LSAGENT_UIPATH_TOKEN"), &uipath,
                      &error) == LS_OK
        && ls_uipath_allocate_user_licenses(uipath, argv[1], user_ids, (size_t)(dashes - 2),
                                            bundle_codes, (size_t)(argc - dashes - 1), false,
                                            &allocations, &error) == LS_OK) {
        for (size_t i = 0; i < ls_allocations_count(allocations); i++)
            print_allocation(ls_allocations_at(allocations, i));
    } else {
        exit_code = allocation_failed(error);
    }
    ls_error_free(error);
    ls_allocations_free(allocations);
    ls_uipath_free(uipath);
    ls_config_free(config);
    return exit_code;
}
