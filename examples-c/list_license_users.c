/*
 * Lists the users of a customer's licenses for a product.
 *
 *   cc -std=c99 -I../include list_license_users.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent \
 *      -o list_license_users
 */
#include "example.h"

static void print_count(bool sent, int64_t count)
{
    if (sent)
        printf("%" PRId64, count);
    else
        putchar('?');
}

static void print_user(const ls_license_user *user)
{
    int64_t license, used, most;
    bool sent, active, initial;
    sent = ls_license_user_is_active(user, &active);
    printf("User %s\n  state: %s\n  license: ", or_none(ls_license_user_email(user)),
           !sent ? "(not sent)" : active ? "active" : "not active");
    sent = ls_license_user_license_id(user, &license);
    print_count(sent, license);
    fputs("\n  devices: ", stdout);
    sent = ls_license_user_total_activations(user, &used);
    print_count(sent, used);
    fputs(" of ", stdout);
    sent = ls_license_user_max_activations(user, &most);
    print_count(sent, most);
    /* The password itself can be read as well (ls_license_user_initial_password). It is not for
     * a terminal. */
    if (ls_license_user_is_initial_password(user, &initial) && initial)
        fputs("\n  password: still the one that the server made", stdout);
    putchar('\n');
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 4) {
        fputs("Usage: list_license_users PRODUCT CUSTOMER_EMAIL "
              "[network-first|network-only|cache-only]\n" SETTINGS_HELP,
              stderr);
        return MISUSED;
    }
    int exit_code = DONE;
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_license_users *users = NULL;
    ls_config *config = config_from_environment();
    int32_t policy = policy_named(argc == 4 ? argv[3] : "network-first");
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_customer_license_users(agent, argv[1], argv[2], policy, &users, &error) == LS_OK) {
        const ls_customer *customer = ls_license_users_customer(users);
        print_origin(ls_license_users_source(users), ls_license_users_fetched_at(users),
                     ls_license_users_fallback(users));
        printf("Customer: %s, %s\nUsers: %zu\n", or_none(ls_customer_email(customer)),
               or_none(ls_customer_company_name(customer)), ls_license_users_count(users));
        for (size_t i = 0; i < ls_license_users_count(users); i++)
            print_user(ls_license_users_at(users, i));
    } else {
        exit_code = failed(error);
    }
    ls_error_free(error);
    ls_license_users_free(users);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
