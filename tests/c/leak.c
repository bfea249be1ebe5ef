/* Leaks objects, so that the tests know that their checkers see it. */
#include "check.h"

/* What a call leaves on the stack may come to lie, unread, in the next object, and then each of them
 * is found through the one before it. */
static void overwrite_the_stack(void)
{
    volatile char stack[256 * 1024];
    for (size_t i = 0; i < sizeof stack; i++)
        stack[i] = 0;
}

/* In a function of its own and more than once: a pointer may live on in a register. */
static void leak(void)
{
    for (int i = 0; i < 10; i++) {
        ls_config *config = ls_config_new();
        CHECK_NUMBER(ls_config_set_device_id(config, "nobody frees this"), LS_OK);
        overwrite_the_stack();
    }
}

int main(void)
{
    leak();
    return 0;
}
