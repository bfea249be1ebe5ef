/*
 * Runs a program and prints, on standard error as the last line, what it cost:
 * nanoseconds on the wall, microseconds of CPU (user and system), peak memory in KiB.
 *
 * A process inherits the peak of the one that started it; so this is small, and Python does not
 * start the programs itself.
 */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long microseconds(struct timeval time)
{
    return time.tv_sec * 1000000LL + time.tv_usec;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    pid_t child;
    int status = 0;
    long long start = now();
    if (argc < 2 || posix_spawn(&child, argv[1], NULL, NULL, argv + 1, environ) != 0)
        return 127;
    if (wait4(child, &status, 0, &usage) < 0)
        return 127;
    long long wall = now() - start, cpu = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    fprintf(stderr, "%lld %lld %ld\n", wall, cpu, usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}
