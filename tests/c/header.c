/* The header stands alone, may come twice, and is that of the loaded library. */
#include "lsagent.h"
#include "lsagent.h"

#include <stdio.h>
#include <string.h>

int main(void)
{
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", LS_VERSION_MAJOR, LS_VERSION_MINOR, LS_VERSION_PATCH);
    printf("header %s, library %s\n", version, ls_version());
    return sizeof(ls_status) == 4 && strcmp(version, ls_version()) == 0 ? 0 : 1;
}
