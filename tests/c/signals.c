/* The application awaits a signal on its own thread: no thread of the agent may take it. */
#include "silent.h"

#include <signal.h>
#include <time.h>

static void never(void *data, ls_status status, ls_licenses *licenses, ls_error *error)
{
    (void)data, (void)status;
    ls_licenses_free(licenses);
    ls_error_free(error);
}

/* The blocked signals of a thread, as a set of bits from 1 on. */
static uint64_t blocked(const char *thread)
{
    char path[128], line[256];
    uint64_t mask = 0;
    snprintf(path, sizeof path, "/proc/self/task/%s/status", thread);
    FILE *file = fopen(path, "r");
    CHECK(file != NULL);
    while (fgets(line, sizeof line, file) != NULL)
        sscanf(line, "SigBlk:\t%" SCNx64, &mask);
    fclose(file);
    return mask;
}

static bool has(uint64_t mask, int signal)
{
    return mask >> (signal - 1) & 1;
}

static void handler(int signal)
{
    (void)signal;
}

/* As the collector of a managed runtime does, which stops threads by it. */
static void have_handlers(void)
{
    CHECK(signal(SIGXCPU, handler) != SIG_ERR && signal(SIGRTMIN + 2, handler) != SIG_ERR);
}

static void each_thread_of_the_agent_blocks(int *threads)
{
    static const int taken[] = {SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGALRM, SIGCHLD, SIGPROF, SIGPIPE};
    static const int own_faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS};
    char own[32];
    snprintf(own, sizeof own, "%d", (int)getpid());
    DIR *dir = opendir("/proc/self/task");
    CHECK(dir != NULL);
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, own) == 0)
            continue;
        uint64_t mask = blocked(entry->d_name);
        for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
            CHECK(has(mask, taken[i]));
        for (size_t i = 0; i < sizeof own_faults / sizeof own_faults[0]; i++)
            CHECK(!has(mask, own_faults[i]));
        CHECK(!has(mask, SIGXCPU) && !has(mask, SIGRTMIN + 2));
        CHECK(has(mask, SIGPWR) && has(mask, SIGRTMIN + 3));
        ++*threads;
    }
    closedir(dir);
}

int main(void)
{
    int threads = 0;
    sigset_t awaited;
    struct timespec minute = {60, 0};
    have_handlers();
    Silent server = silent_server();
    ls_agent *agent = agent_of(silent_config(&server, 60000));
    ls_task *task = begin(agent, LS_POLICY_NETWORK_ONLY, never, NULL);
    wait_for_request(&server);
    /* Too late for threads that inherit the mask of the one that starts them. */
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGUSR1);
    CHECK(pthread_sigmask(SIG_BLOCK, &awaited, NULL) == 0);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(sigtimedwait(&awaited, NULL, &minute) == SIGUSR1);
    each_thread_of_the_agent_blocks(&threads);
    CHECK(threads >= 2);
    ls_agent_free(agent);
    ls_task_free(task);
    puts("the signal came to the application");
    return 0;
}
