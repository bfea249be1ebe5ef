/*
 * What it costs to count.
 *
 *     consume fill COUNT      counts so many times
 *     consume beside COUNT    prints, for each call, what it took, and what a bare write and fdatasync of as many bytes
 *                             took beside it, in nanoseconds
 *     consume open 0          prints what it takes to open the license, and to add up what is unsent
 *
 * The license has to be activated: "consume activate 0".
 */
#include <fcntl.h>
#include <unistd.h>

#include "agent.h"

/* A record of the journal has so many bytes. */
#define RECORD 64

static void count(const ls_activation *activation)
{
    ls_error *error = NULL;
    must(ls_activation_consume(activation, NULL, 1, &error), error);
}

static int bare_file(void)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/bare", needed("BENCH_CACHE_DIR"));
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        fail("open", path);
    return file;
}

static void write_bare(int file)
{
    static const char record[RECORD] = {1};
    if (write(file, record, sizeof record) != sizeof record || fdatasync(file) != 0)
        fail("write", "a bare file");
}

static void beside(const ls_activation *activation, int calls)
{
    int file = bare_file();
    /* What is done once. */
    count(activation);
    write_bare(file);
    for (int call = 0; call < calls; call++) {
        int64_t start = nanoseconds(CLOCK_MONOTONIC);
        count(activation);
        int64_t counted = nanoseconds(CLOCK_MONOTONIC);
        write_bare(file);
        int64_t written = nanoseconds(CLOCK_MONOTONIC);
        printf("%lld %lld\n", (long long)(counted - start), (long long)(written - counted));
    }
    close(file);
}

static void add_up(const ls_activation *activation, int64_t start)
{
    ls_error *error = NULL;
    ls_balance *balance = NULL;
    must(ls_activation_balance(activation, NULL, &balance, &error), error);
    int64_t took = nanoseconds(CLOCK_MONOTONIC) - start;
    printf("%lld %lld\n", (long long)took, (long long)ls_balance_unsent(balance));
    ls_balance_free(balance);
}

static ls_activation *activate(const ls_agent *agent)
{
    ls_error *error = NULL;
    ls_activation *activation = NULL;
    ls_credentials *key = ls_credentials_new_license_key("UNLC-AAAA-BBBB-CCCC");
    must(ls_activate(agent, "key-product", key, 0, &activation, &error), error);
    ls_credentials_free(key);
    return activation;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        fail("usage", "consume activate|fill|beside|open COUNT");
    needed("BENCH_CACHE_DIR");
    ls_error *error = NULL;
    ls_activation *activation = NULL;
    ls_agent *agent = new_agent();
    int64_t start = nanoseconds(CLOCK_MONOTONIC);
    if (strcmp(argv[1], "activate") == 0)
        activation = activate(agent);
    else
        must(ls_activation_open(agent, "key-product", &activation, &error), error);
    if (strcmp(argv[1], "fill") == 0)
        for (int call = 0; call < atoi(argv[2]); call++)
            count(activation);
    else if (strcmp(argv[1], "beside") == 0)
        beside(activation, atoi(argv[2]));
    else if (strcmp(argv[1], "open") == 0)
        add_up(activation, start);
    ls_activation_free(activation);
    ls_agent_free(agent);
    return 0;
}
