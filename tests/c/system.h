/* What the test programs need of the system beyond ISO C. Comes first: it asks for more than ISO C. */
#ifndef SYSTEM_H
#define SYSTEM_H

#ifndef _WIN32
#define _DEFAULT_SOURCE
#endif

#include "check.h"

enum { MOST_THREADS = 16 };

#ifdef _WIN32

#include <windows.h>
#include <tlhelp32.h>

static void (*thread_work)(size_t number);

static inline DWORD WINAPI thread_main(void *number)
{
    thread_work((size_t)number);
    return 0;
}

/* Runs that many threads at once, and waits until they have ended. */
static inline void run_threads(void (*work)(size_t number), size_t count)
{
    HANDLE threads[MOST_THREADS];
    CHECK(count <= MOST_THREADS);
    thread_work = work;
    for (size_t i = 0; i < count; i++) {
        threads[i] = CreateThread(NULL, 0, thread_main, (void *)i, 0, NULL);
        CHECK(threads[i] != NULL);
    }
    for (size_t i = 0; i < count; i++) {
        CHECK(WaitForSingleObject(threads[i], INFINITE) == WAIT_OBJECT_0);
        CloseHandle(threads[i]);
    }
}

static inline void *load_library(const char *path)
{
    return (void *)LoadLibraryA(path);
}

static inline bool unload_library(void *library)
{
    return FreeLibrary((HMODULE)library);
}

/* By way of memory: ISO C has no conversion from a function's pointer to another's. */
static inline bool find_symbol(void *library, const char *name, void *function, size_t size)
{
    FARPROC symbol = GetProcAddress((HMODULE)library, name);
    memcpy(function, &symbol, size);
    return symbol != NULL && size == sizeof symbol;
}

/* Handles that this process has open. */
static inline int open_descriptors(void)
{
    DWORD count = 0;
    CHECK(GetProcessHandleCount(GetCurrentProcess(), &count));
    return (int)count;
}

static inline int running_threads(void)
{
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    THREADENTRY32 thread;
    int count = 0;
    CHECK(all != INVALID_HANDLE_VALUE);
    thread.dwSize = sizeof thread;
    for (BOOL more = Thread32First(all, &thread); more; more = Thread32Next(all, &thread))
        count += thread.th32OwnerProcessID == GetCurrentProcessId();
    CloseHandle(all);
    return count;
}

static inline void pause_ms(unsigned ms)
{
    Sleep(ms);
}

#else

#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>

static void (*thread_work)(size_t number);

static inline void *thread_main(void *number)
{
    thread_work(*(const size_t *)number);
    return NULL;
}

/* Runs that many threads at once, and waits until they have ended. */
static inline void run_threads(void (*work)(size_t number), size_t count)
{
    pthread_t threads[MOST_THREADS];
    size_t numbers[MOST_THREADS];
    CHECK(count <= MOST_THREADS);
    thread_work = work;
    for (size_t i = 0; i < count; i++) {
        numbers[i] = i;
        CHECK(pthread_create(&threads[i], NULL, thread_main, &numbers[i]) == 0);
    }
    for (size_t i = 0; i < count; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

static inline void *load_library(const char *path)
{
    return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

static inline bool unload_library(void *library)
{
    return dlclose(library) == 0;
}

/* By way of memory: ISO C has no conversion from an object's pointer to a function's. */
static inline bool find_symbol(void *library, const char *name, void *function, size_t size)
{
    void *symbol = dlsym(library, name);
    memcpy(function, &symbol, size);
    return symbol != NULL && size == sizeof symbol;
}

static inline int entries(const char *folder)
{
    int count = 0;
    DIR *dir = opendir(folder);
    CHECK(dir != NULL);
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

static inline int open_descriptors(void)
{
    return entries("/proc/self/fd");
}

static inline int running_threads(void)
{
    return entries("/proc/self/task");
}

static inline void pause_ms(unsigned ms)
{
    usleep(ms * 1000);
}

#endif

/* Counts until there are no more than wanted, for 5 seconds at most: a thread that has been joined may be
 * listed for a moment. */
static inline int settled(int (*count_now)(void), int wanted)
{
    int count = count_now();
    for (int i = 0; count > wanted && i < 500; i++) {
        pause_ms(10);
        count = count_now();
    }
    return count;
}

#endif
