/* Seats and what is metered, from C: shared by handles, freed in any order, and by the callback that hears of
 * their loss. Checkers of memory watch. */
#include "system.h"

#include <semaphore.h>
#include <time.h>

static ls_agent *agent_named(const char *device)
{
    ls_config *config = sandbox_config();
    ls_agent *agent = NULL;
    ls_error *error = NULL;
    CHECK_NUMBER(ls_config_set_device_id(config, device), LS_OK);
    CHECK_NUMBER(ls_config_set_consumption_sync_seconds(config, 0), LS_OK);
    CHECK_DONE(ls_agent_new(config, &agent, &error), error);
    ls_config_free(config);
    return agent;
}

static ls_activation *activated(const ls_agent *agent, const char *license_key)
{
    ls_error *error = NULL;
    ls_activation *activation = NULL;
    ls_credentials *key = ls_credentials_new_license_key(license_key);
    CHECK_DONE(ls_activate(agent, "key-product", key, 0, &activation, &error), error);
    ls_credentials_free(key);
    return activation;
}

static void never(void *user_data, int32_t seat_event, const ls_error *error)
{
    (void)user_data;
    (void)error;
    fprintf(stderr, "an event: %d\n", (int)seat_event);
    exit(1);
}

static ls_seat *acquired(const ls_activation *activation, const char *feature)
{
    int64_t end = 0;
    ls_error *error = NULL;
    ls_seat *seat = NULL;
    CHECK_DONE(ls_seat_acquire(activation, feature, never, NULL, &seat, &error), error);
    CHECK(ls_seat_is_held(seat));
    CHECK(ls_seat_expires_at(seat, &end) && end > (int64_t)time(NULL));
    return seat;
}

static bool may_run(const ls_activation *activation)
{
    ls_error *error = NULL;
    ls_entitlement *entitlement = NULL;
    CHECK_DONE(ls_activation_check(activation, NULL, LS_POLICY_CACHE_FIRST, &entitlement, &error), error);
    bool may = ls_entitlement_is_allowed(entitlement);
    if (!may)
        CHECK_NUMBER(ls_entitlement_decision(entitlement), LS_DECISION_DENIED_NO_SEAT);
    ls_entitlement_free(entitlement);
    return may;
}

/* Two handles hold one seat, and the second of them releases it. */
static void two_handles(void)
{
    ls_error *error = NULL;
    ls_agent *agent = agent_named("one");
    ls_activation *activation = activated(agent, "FLOA-AAAA-BBBB-CCCC");
    CHECK(!may_run(activation));
    ls_seat *first = acquired(activation, NULL), *second = acquired(activation, NULL);
    CHECK_DONE(ls_seat_release(first, &error), error);
    CHECK(!ls_seat_is_held(first) && ls_seat_is_held(second));
    CHECK(may_run(activation));
    CHECK_DONE(ls_seat_release(second, &error), error);
    CHECK_DONE(ls_seat_release(second, &error), error);
    CHECK(!ls_seat_expires_at(second, NULL) && !may_run(activation));
    ls_seat_free(first);
    ls_seat_free(second);
    ls_activation_free(activation);
    ls_agent_free(agent);
}

/* The activation goes before the seat, and the agent before both. */
static void any_order(void)
{
    ls_error *error = NULL;
    ls_agent *agent = agent_named("one");
    ls_activation *activation = activated(agent, "FLOA-AAAA-BBBB-CCCC");
    ls_seat *seat = acquired(activation, NULL);
    ls_activation_free(activation);
    CHECK(ls_seat_is_held(seat));
    ls_agent_free(agent);
    CHECK_FAILED(ls_seat_release(seat, &error), error, LS_ERR_CANCELLED, "");
    ls_seat_free(seat);
    agent = agent_named("one");
    CHECK_DONE(ls_activation_open(agent, "key-product", &activation, &error), error);
    seat = acquired(activation, NULL);
    ls_seat_free(seat);
    seat = acquired(activation, NULL);
    ls_agent_free(agent);
    ls_seat_free(seat);
    ls_activation_free(activation);
}

static void on_acquired(void *user_data, ls_status status, ls_seat *seat, ls_error *error)
{
    CHECK_DONE(status, error);
    /* Also what nobody wants any more. */
    ls_seat_free(seat);
    *(bool *)user_data = true;
}

static void in_the_background(void)
{
    bool came = false;
    ls_error *error = NULL;
    ls_task *task = NULL;
    ls_agent *agent = agent_named("one");
    ls_activation *activation = activated(agent, "FLOA-AAAA-BBBB-CCCC");
    CHECK_DONE(ls_seat_acquire_start(activation, NULL, NULL, NULL, on_acquired, &came, &task, &error), error);
    ls_activation_free(activation);
    CHECK_NUMBER(ls_task_wait(task, 60000), LS_OK);
    CHECK(came);
    ls_task_free(task);
    ls_agent_free(agent);
}

static void borrowed(void)
{
    int64_t until = 0, wanted = (int64_t)time(NULL) + 3600;
    ls_error *error = NULL;
    ls_agent *agent = agent_named("one");
    ls_activation *activation = activated(agent, "FLOA-AAAA-BBBB-CCCC");
    CHECK_DONE(ls_activation_borrow(activation, NULL, wanted, NULL, &until, &error), error);
    CHECK(until > 0 && until <= wanted);
    CHECK(may_run(activation));
    CHECK_FAILED(ls_activation_borrow(activation, NULL, wanted + 48 * 3600, NULL, &until, &error), error,
                 LS_ERR_NOT_ALLOWED, "");
    CHECK_NUMBER(until, 0);
    CHECK_DONE(ls_activation_return(activation, NULL, &error), error);
    CHECK_DONE(ls_activation_return(activation, NULL, &error), error);
    CHECK(!may_run(activation));
    ls_activation_free(activation);
    ls_agent_free(agent);
}

static void check_balance(const ls_activation *activation, int64_t total, int64_t unsent)
{
    int64_t limit = 0;
    ls_error *error = NULL;
    ls_balance *balance = NULL;
    CHECK_DONE(ls_activation_balance(activation, NULL, &balance, &error), error);
    CHECK_NUMBER(ls_balance_total(balance), total);
    CHECK(ls_balance_limit(balance, &limit) && limit == 100);
    CHECK_NUMBER(ls_balance_unsent(balance), unsent);
    CHECK_NUMBER(ls_balance_uncertain(balance), 0);
    ls_balance_free(balance);
}

static void metered(void)
{
    ls_error *error = NULL;
    ls_agent *agent = agent_named("one");
    ls_activation *activation = activated(agent, "CONS-AAAA-BBBB-CCCC");
    for (int i = 0; i < 5; i++)
        CHECK_DONE(ls_activation_consume(activation, NULL, 2, &error), error);
    CHECK_FAILED(ls_activation_consume(activation, NULL, 84, &error), error, LS_ERR_QUOTA, "");
    check_balance(activation, 7, 10);
    CHECK_DONE(ls_activation_sync(activation, &error), error);
    check_balance(activation, 17, 0);
    CHECK_DONE(ls_activation_consume(activation, NULL, 1, &error), error);
    ls_agent_free(agent);
    CHECK_FAILED(ls_activation_consume(activation, NULL, 1, &error), error, LS_ERR_CANCELLED, "");
    ls_activation_free(activation);
    agent = agent_named("one");
    CHECK_DONE(ls_activation_open(agent, "key-product", &activation, &error), error);
    check_balance(activation, 17, 1);
    CHECK_DONE(ls_activation_deactivate(activation, &error), error);
    CHECK_FAILED(ls_activation_consume(activation, NULL, 1, &error), error, LS_ERR_NOT_ACTIVATED, "");
    ls_activation_free(activation);
    ls_agent_free(agent);
}

/* What the callback of a lost seat frees. */
typedef struct {
    ls_seat *seat;
    ls_activation *activation;
    ls_agent *agent;
    int events;
    sem_t done;
} Lost;

static void on_lost(void *user_data, int32_t seat_event, const ls_error *error)
{
    Lost *lost = user_data;
    CHECK_NUMBER(seat_event, LS_SEAT_LOST);
    CHECK_NUMBER(ls_error_status(error), LS_ERR_NO_SEAT);
    CHECK(!ls_seat_is_held(lost->seat));
    ls_seat_free(lost->seat);
    ls_activation_free(lost->activation);
    ls_agent_free(lost->agent);
    lost->events++;
    sem_post(&lost->done);
}

/* Meanwhile the server gives the seat away: a person with the console of the sandbox types a line then. */
static void wait_for_the_vendor(void)
{
    char line[16];
    puts("held");
    fflush(stdout);
    CHECK(fgets(line, sizeof line, stdin) != NULL);
}

static void lost_and_freed(const char *what)
{
    Lost lost = {0};
    bool frees_all = strcmp(what, "all") == 0;
    ls_error *error = NULL;
    ls_entitlement *entitlement = NULL;
    ls_agent *agent = agent_named("one");
    ls_activation *activation = activated(agent, "FLOA-AAAA-BBBB-CCCC");
    CHECK_NUMBER(sem_init(&lost.done, 0, 0), 0);
    CHECK_DONE(ls_seat_acquire(activation, NULL, on_lost, &lost, &lost.seat, &error), error);
    lost.agent = frees_all ? agent : NULL;
    CHECK_DONE(ls_activation_open(agent, "key-product", &lost.activation, &error), error);
    wait_for_the_vendor();
    /* The agent may be gone before this returns. */
    ls_activation_check(activation, NULL, LS_POLICY_NETWORK_ONLY, &entitlement, NULL);
    sem_wait(&lost.done);
    ls_entitlement_free(entitlement);
    ls_activation_free(activation);
    if (!frees_all)
        ls_agent_free(agent);
    CHECK_NUMBER(lost.events, 1);
    /* The thread of the callback ends by itself. */
    CHECK_NUMBER(settled(running_threads, 1), 1);
    sem_destroy(&lost.done);
}

int main(int argc, char **argv)
{
    const char *part = argc > 1 ? argv[1] : "";
    if (strncmp(part, "lost-", 5) == 0) {
        lost_and_freed(part + 5);
    } else {
        two_handles();
        any_order();
        in_the_background();
        borrowed();
        metered();
    }
    puts("seats and counts are right");
    return 0;
}
