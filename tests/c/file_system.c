/*
 * A file system that lacks something: preloaded into a process, it lets calls of the system fail.
 *
 * LSAGENT_TEST_LACKS holds pairs of a call and the number of its error, "flock=37 fsync=22". "fsync" is
 * that of folders alone, "openat" that of names in an open folder. The number 0 lets a call succeed and do
 * nothing. "journal" is a write to a file of that ending, "journal_half" one that fails after half of it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The number of the error that a call is to fail with; -1 if it is not. */
static int lacks(const char *call)
{
    const char *list = getenv("LSAGENT_TEST_LACKS");
    size_t length = strlen(call);
    for (; list != NULL && *list != '\0'; list += strcspn(list, " "), list += strspn(list, " ")) {
        if (strncmp(list, call, length) == 0 && list[length] == '=') {
            return atoi(list + length + 1);
        }
    }
    return -1;
}

static int fails(const char *call, int *result)
{
    int number = lacks(call);
    if (number < 0) {
        return 0;
    }
    errno = number;
    *result = number == 0 ? 0 : -1;
    return 1;
}

int flock(int fd, int operation)
{
    int result;
    if (fails("flock", &result)) {
        return result;
    }
    int (*next)(int, int) = (int (*)(int, int))dlsym(RTLD_NEXT, "flock");
    return next(fd, operation);
}

int fsync(int fd)
{
    int result;
    struct stat data;
    if (fstat(fd, &data) == 0 && S_ISDIR(data.st_mode) && fails("fsync", &result)) {
        return result;
    }
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return next(fd);
}

int fchmod(int fd, mode_t mode)
{
    int result;
    if (fails("fchmod", &result)) {
        return result;
    }
    int (*next)(int, mode_t) = (int (*)(int, mode_t))dlsym(RTLD_NEXT, "fchmod");
    return next(fd, mode);
}

int openat(int folder, const char *name, int flags, ...)
{
    int result;
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list more;
        va_start(more, flags);
        mode = va_arg(more, mode_t);
        va_end(more);
    }
    if (folder != AT_FDCWD && fails("openat", &result)) {
        return result;
    }
    int (*next)(int, const char *, int, ...) =
        (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat");
    return next(folder, name, flags, mode);
}

/* Whether a file's name has an ending. */
static int ends_with(int fd, const char *ending)
{
    char link[64];
    char name[4096];
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, name, sizeof name);
    return length >= (ssize_t)strlen(ending)
        && memcmp(name + length - strlen(ending), ending, strlen(ending)) == 0;
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    int result;
    ssize_t (*next)(int, const void *, size_t) =
        (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (ends_with(fd, ".journal")) {
        if (fails("journal", &result)) {
            return result;
        }
        if (lacks("journal_half") >= 0) {
            if (count <= 32) {
                fails("journal_half", &result);
                return result;
            }
            return next(fd, bytes, 32);
        }
    }
    return next(fd, bytes, count);
}

int fdatasync(int fd)
{
    int result;
    if (fails("fdatasync", &result)) {
        return result;
    }
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    return next(fd);
}
