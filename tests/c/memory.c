/* Ten thousand checks from the store, and what they leave behind in memory: nothing. */
#include "system.h"

/* What an allocator may keep; a leak of 256 bytes a check would be more than twice as much. */
enum { WARM = 1000, ALL = 10000, ALLOWED_KIB = 1024 };

static long resident_kib(void)
{
    long size = 0, resident = 0;
    FILE *statm = fopen("/proc/self/statm", "r");
    CHECK(statm != NULL && fscanf(statm, "%ld %ld", &size, &resident) == 2);
    fclose(statm);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void check_one(const ls_agent *agent, int32_t policy)
{
    ls_credentials *user = ls_credentials_new_password("features@example.com", "secret");
    ls_entitlement *entitlement = NULL;
    ls_error *error = NULL;
    CHECK_DONE(ls_check(agent, "up", "export", user, policy, &entitlement, &error), error);
    CHECK(ls_entitlement_is_allowed(entitlement));
    char *json = ls_entitlement_to_json(entitlement);
    CHECK(json != NULL);
    ls_string_free(json);
    ls_entitlement_free(entitlement);
    CHECK_FAILED(ls_check(agent, "", NULL, user, policy, &entitlement, &error), error,
                 LS_ERR_INVALID_ARGUMENT, "product");
    ls_credentials_free(user);
}

static void ignored(void *data, ls_status status, ls_entitlement *entitlement, ls_error *error)
{
    (void)data;
    CHECK_NUMBER(status, LS_OK);
    ls_entitlement_free(entitlement);
    ls_error_free(error);
}

static void check_behind(const ls_agent *agent)
{
    ls_credentials *user = ls_credentials_new_password("features@example.com", "secret");
    ls_task *task = NULL;
    ls_error *error = NULL;
    CHECK_DONE(ls_check_start(agent, "up", NULL, user, LS_POLICY_CACHE_ONLY, ignored, NULL, &task, &error),
               error);
    ls_credentials_free(user);
    CHECK_NUMBER(ls_task_wait(task, 60000), LS_OK);
    ls_task_free(task);
}

int main(void)
{
    ls_agent *agent = sandbox_agent();
    long warm = 0;
    check_one(agent, LS_POLICY_NETWORK_FIRST);
    for (int i = 0; i < ALL; i++) {
        if (i == WARM)
            warm = resident_kib();
        check_one(agent, LS_POLICY_CACHE_ONLY);
        /* Threads come and go: at times. */
        if (i % 10 == 0)
            check_behind(agent);
    }
    long grown = resident_kib() - warm;
    ls_agent_free(agent);
    if (grown > ALLOWED_KIB) {
        fprintf(stderr, "memory has grown by %ld KiB\n", grown);
        return 1;
    }
    printf("memory is flat: %ld KiB more after %d checks\n", grown, (int)ALL);
    return 0;
}
