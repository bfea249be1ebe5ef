/* Reads what it has freed, so that the tests know that their checkers see it. */
#include "lsagent.h"

#include <string.h>

int main(void)
{
    ls_config *config = ls_config_new();
    ls_config_free(config);
    /* By way of a copy that no compiler sees through, to where it may not be left out. What it reads is any byte. */
    static volatile char seen;
    char first = 0;
    const char *volatile freed = (const char *)config;
    memcpy(&first, freed, 1);
    seen = first;
    return seen == first ? 0 : 2;
}
