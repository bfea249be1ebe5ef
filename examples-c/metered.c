/*
 * Counts what is used of a license, or a feature, that is metered: on this device at once, at the server later.
 *
 *   cc -std=c99 -I../include metered.c -L../dist/lib -Wl,-rpath,../dist/lib -llsagent -o metered
 */
#include "example.h"

static void print_balance(const ls_balance *balance)
{
    int64_t limit, uncertain = ls_balance_uncertain(balance);
    printf("Balance: %" PRId64, ls_balance_total(balance));
    if (ls_balance_limit(balance, &limit))
        printf(" of %" PRId64, limit);
    printf(" at the server, %" PRId64 " not sent yet", ls_balance_unsent(balance));
    if (uncertain != 0)
        printf(", %" PRId64 " that it may have counted or not", uncertain);
    putchar('\n');
}

/* Counts an amount; `sync` sends what was counted. */
static ls_status use(ls_activation *activation, const char *amount, const char *feature, ls_error **error)
{
    if (strcmp(amount, "sync") == 0) {
        ls_status status = ls_activation_sync(activation, error);
        if (status == LS_OK)
            puts("Sent: all that was counted here");
        return status;
    }
    ls_status status = ls_activation_consume(activation, feature, strtoll(amount, NULL, 10), error);
    if (status == LS_OK)
        printf("Counted: %s, on the disk of this device\n", amount);
    return status;
}

static int not_used(const ls_error *error)
{
    int exit_code = failed(error);
    if (ls_error_status(error) == LS_ERR_QUOTA)
        fputs("Not as much is left: use less, or buy more.\n", stderr);
    if (exit_code == TRY_LATER)
        fputs("What was counted stays on this device and is sent later.\n", stderr);
    return exit_code;
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 4) {
        fputs("Usage: metered PRODUCT AMOUNT|sync [FEATURE]\n" SETTINGS_HELP, stderr);
        return MISUSED;
    }
    int exit_code = DONE;
    ls_error *error = NULL;
    ls_agent *agent = NULL;
    ls_activation *activation = NULL;
    ls_balance *balance = NULL;
    ls_config *config = config_from_environment();
    const char *feature = argc > 3 ? argv[3] : NULL;
    if (ls_agent_new(config, &agent, &error) == LS_OK
        && ls_activation_open(agent, argv[1], &activation, &error) == LS_OK) {
        if (use(activation, argv[2], feature, &error) != LS_OK)
            exit_code = not_used(error);
        if (ls_activation_balance(activation, feature, &balance, NULL) == LS_OK)
            print_balance(balance);
    } else {
        exit_code = failed(error);
    }
    ls_error_free(error);
    ls_balance_free(balance);
    ls_activation_free(activation);
    ls_agent_free(agent);
    ls_config_free(config);
    return exit_code;
}
