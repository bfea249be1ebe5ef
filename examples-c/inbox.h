/* How an outcome reaches the thread of an event loop: as whatever else that loop waits for. */
#ifndef INBOX_H
#define INBOX_H

#include <stdbool.h>
#include <stddef.h>

#ifdef _WIN32

/* Windows: a message to the thread that has the loop. */
#include <windows.h>

typedef struct {
    DWORD thread;
} inbox;

static inline bool inbox_open(inbox *box)
{
    MSG message;
    box->thread = GetCurrentThreadId();
    /* A thread has no queue of messages before it has looked for one. */
    PeekMessageA(&message, NULL, WM_USER, WM_USER, PM_NOREMOVE);
    return true;
}

/* Of any thread; false if it could not be handed over. */
static inline bool inbox_put(const inbox *box, void *item)
{
    return PostThreadMessageA(box->thread, WM_APP, 0, (LPARAM)item);
}

/* Waits for so long at most: what came, or NULL. */
static inline void *inbox_take(inbox *box, unsigned ms)
{
    MSG message;
    (void)box;
    MsgWaitForMultipleObjects(0, NULL, FALSE, ms, QS_POSTMESSAGE);
    return PeekMessageA(&message, NULL, WM_APP, WM_APP, PM_REMOVE) ? (void *)message.lParam : NULL;
}

static inline void inbox_close(inbox *box)
{
    (void)box;
}

#else

/* Elsewhere: a pipe. */
#include <poll.h>
#include <unistd.h>

typedef struct {
    int ends[2];
} inbox;

static inline bool inbox_open(inbox *box)
{
    return pipe(box->ends) == 0;
}

/* Of any thread; false if it could not be handed over. A write this small is whole. */
static inline bool inbox_put(const inbox *box, void *item)
{
    return write(box->ends[1], &item, sizeof item) == (ssize_t)sizeof item;
}

/* Waits for so long at most: what came, or NULL. */
static inline void *inbox_take(inbox *box, unsigned ms)
{
    struct pollfd watched = {box->ends[0], POLLIN, 0};
    void *item = NULL;
    if (poll(&watched, 1, (int)ms) == 1 && read(box->ends[0], &item, sizeof item) != (ssize_t)sizeof item)
        item = NULL;
    return item;
}

static inline void inbox_close(inbox *box)
{
    close(box->ends[0]);
    close(box->ends[1]);
}

#endif

#endif
