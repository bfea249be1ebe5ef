/* What the programs that are compared share: the question, from the environment, and stopwatches. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PRODUCT "up"
#define USERNAME "valid@example.com"
#define PASSWORD "secret"
#define CUSTOMER "huge@example.com"

/* The value of an environment variable that must be there. */
static inline const char *needed(const char *name)
{
    const char *value = getenv(name);
    if (value == NULL) {
        fprintf(stderr, "%s is not set; run.py sets it\n", name);
        exit(2);
    }
    return value;
}

static inline _Noreturn void fail(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static inline int64_t nanoseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* How many elements an answer has, and of how many a flag is true: each element is looked at. */
struct count {
    size_t all, flagged;
};

/* Takes the time of a call, and prints it with what came of it. */
static inline void timed(struct count (*call)(void *), void *context)
{
    int64_t wall = nanoseconds(CLOCK_MONOTONIC), cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    struct count count = call(context);
    cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    wall = nanoseconds(CLOCK_MONOTONIC) - wall;
    printf("%zu %zu %lld %lld\n", count.all, count.flagged, (long long)wall, (long long)cpu);
}

/* Reads a small file whole; the caller frees it. */
static inline char *read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 16384);
    if (file == NULL || text == NULL || fread(text, 1, 16383, file) == 0)
        fail(path, "cannot be read");
    fclose(file);
    return text;
}

#endif
