/* Leaks objects, so that the tests know that their checkers see it. */
#include "check.h"

/* In a function of its own and more than once: a pointer may live on in a register. */
static void leak(void)
{
    for (int i = 0; i < 10; i++) {
        ls_config *config = ls_config_new();
        CHECK_NUMBER(ls_config_set_device_id(config, "nobody frees this"), LS_OK);
    }
}

int main(void)
{
    leak();
    return 0;
}
