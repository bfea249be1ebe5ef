/*
 * Lists the licenses that a user holds for a product, and says of each whether it can be used.
 *
 *   cc -std=c99 -I../include list_licenses.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent \
 *      -o list_licenses
 */
#include "example.h"

/* A flag that was not sent counts as in order. */
static const char *state_of(const ls_license *license)
{
    bool flag;
    int64_t start, end;
    if (ls_license_license_enabled(license, &flag) && !flag)
        return "not usable: the vendor has disabled it";
    if (ls_license_license_active(license, &flag) && !flag)
        return "not usable: it is not activated";
    if (ls_license_is_expired(license, &flag) && flag)
        return "not usable: it has expired";
    if (ls_license_start_date(license, &start) && start > (int64_t)time(NULL))
        return "not usable: it has not begun";
    if (ls_license_validity_period(license, &end) && is_over(end))
        return "usable: it has ended, but the server still counts it as valid";
    return "usable";
}

static void print_license(const ls_license *license)
{
    int64_t id, end;
    ls_license_id(license, &id);
    printf("License %" PRId64 "\n  type: %s\n  state: %s\n  end: ", id,
           or_none(ls_license_license_type(license)), state_of(license));
    if (ls_license_validity_period(license, &end))
        print_time(end);
    else
        fputs("none", stdout);
    for (size_t i = 0; i < ls_license_product_features_count(license); i++) {
        const ls_feature *feature = ls_license_product_features_at(license, i);
        printf("\n  feature: %s", or_none(ls_feature_code(feature)));
        if (ls_feature_expiry_date(feature, &end)) {
            fputs(is_over(end) ? ", ended " : ", ends ", stdout);
            print_time(end);
        }
    }
    putchar('\n');
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 4) {
        fputs("Usage: list_licenses PRODUCT USERNAME [POLICY]\n" POLICY_HELP PASSWORD_HELP SETTINGS_HELP,
              stderr);
        return MISUSED;
    }
    int exit_code = DONE;
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_licenses *licenses = NULL;
    ls_config *config = config_from_environment();
    ls_credentials *credentials = sign_in(argv[2]);
    int32_t policy = policy_named(argc == 4 ? argv[3] : "network-first");
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_user_licenses(agent, argv[1], credentials, policy, &licenses, &error) == LS_OK) {
        print_origin(ls_licenses_source(licenses), ls_licenses_fetched_at(licenses),
                     ls_licenses_fallback(licenses));
        printf("Licenses: %zu\n", ls_licenses_count(licenses));
        for (size_t i = 0; i < ls_licenses_count(licenses); i++)
            print_license(ls_licenses_at(licenses, i));
    } else {
        exit_code = failed(error);
    }
    ls_error_free(error);
    ls_licenses_free(licenses);
    ls_credentials_free(credentials);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
