/* Agents that are closed and freed while callbacks run, and while calls are inside: by whom, from where,
 * and for how long. The application's data is freed as the header allows; checkers of memory see whether
 * it was used afterwards. */
#include "silent.h"

#include <semaphore.h>

/* What user_data points to. */
typedef struct {
    ls_agent *frees; /* in the callback, if it is to */
    sem_t *begun;    /* posted when the callback has begun */
    sem_t *go_on;    /* waited for then */
    unsigned takes_ms;
    int calls;
    ls_status status;
} Data;

static Data *data_new(void)
{
    Data *data = calloc(1, sizeof *data);
    CHECK(data != NULL);
    return data;
}

static void on_licenses(void *user_data, ls_status status, ls_licenses *licenses, ls_error *error)
{
    Data *data = user_data;
    ls_licenses_free(licenses);
    ls_error_free(error);
    if (data->begun != NULL)
        sem_post(data->begun);
    if (data->go_on != NULL)
        sem_wait(data->go_on);
    pause_ms(data->takes_ms);
    data->status = status;
    ls_agent_free(data->frees);
    data->calls++;
}

static void freed_data_is_used_no_more(Data *data)
{
    CHECK_NUMBER(data->calls, 1);
    memset(data, 0xff, sizeof *data);
    free(data);
}

/* A callback that takes longer than what the system holds is waited for. */
static void long_callback(void)
{
    Silent server = silent_server();
    ls_agent *agent = agent_of(silent_config(&server, 10000));
    Data *data = data_new();
    data->takes_ms = 1500;
    ls_task *task = begin(agent, LS_POLICY_NETWORK_ONLY, on_licenses, data);
    wait_for_request(&server);
    ls_agent_free(agent);
    CHECK_NUMBER(data->status, LS_ERR_CANCELLED);
    freed_data_is_used_no_more(data);
    ls_task_free(task);
}

static void on_line(void *user_data, int32_t level, const char *message)
{
    Data *data = user_data;
    (void)level;
    (void)message;
    if (data->calls == 0) {
        sem_post(data->begun);
        pause_ms(data->takes_ms);
    }
    data->calls++;
}

/* So is a line of the log on another thread. */
static void long_log_callback(void)
{
    sem_t begun;
    CHECK(sem_init(&begun, 0, 0) == 0);
    Silent server = silent_server();
    Data *lines = data_new(), *data = data_new();
    lines->takes_ms = 3000;
    lines->begun = &begun;
    ls_config *config = silent_config(&server, 10);
    CHECK_NUMBER(ls_config_set_log_callback(config, LS_LOG_DEBUG, on_line, lines), LS_OK);
    ls_agent *agent = agent_of(config);
    ls_task *task = begin(agent, LS_POLICY_CACHE_ONLY, on_licenses, data);
    sem_wait(&begun);
    ls_agent_free(agent);
    CHECK(lines->calls >= 1);
    free(lines);
    freed_data_is_used_no_more(data);
    ls_task_free(task);
    sem_destroy(&begun);
}

/* An agent that hangs is freed in the callback of another one: its own callback has come by then. */
static void other_agents_callback(unsigned takes_ms)
{
    Silent server = silent_server();
    ls_agent *hanging = agent_of(silent_config(&server, 60000));
    ls_agent *freeing = agent_of(silent_config(&server, 60000));
    Data *freed = data_new(), *data = data_new();
    freed->takes_ms = takes_ms;
    data->frees = hanging;
    ls_task *first = begin(hanging, LS_POLICY_NETWORK_ONLY, on_licenses, freed);
    wait_for_request(&server);
    ls_task *second = begin(freeing, LS_POLICY_CACHE_ONLY, on_licenses, data);
    CHECK_NUMBER(ls_task_wait(second, 60000), LS_OK);
    CHECK_NUMBER(ls_task_wait(first, 0), LS_OK);
    CHECK_NUMBER(freed->status, LS_ERR_CANCELLED);
    freed_data_is_used_no_more(freed);
    ls_agent_free(freeing);
    freed_data_is_used_no_more(data);
    ls_task_free(first);
    ls_task_free(second);
}

/* Two callbacks that free each other's agents: both return. */
static void each_others_agents(void)
{
    sem_t begun, go_on;
    CHECK(sem_init(&begun, 0, 0) == 0 && sem_init(&go_on, 0, 0) == 0);
    ls_agent *agents[2] = {sandbox_agent(), sandbox_agent()};
    Data *data[2];
    ls_task *tasks[2];
    for (int i = 0; i < 2; i++) {
        data[i] = data_new();
        data[i]->frees = agents[1 - i];
        data[i]->begun = &begun;
        data[i]->go_on = &go_on;
        tasks[i] = begin(agents[i], LS_POLICY_CACHE_ONLY, on_licenses, data[i]);
    }
    for (int i = 0; i < 2; i++)
        sem_wait(&begun);
    for (int i = 0; i < 2; i++)
        sem_post(&go_on);
    for (int i = 0; i < 2; i++)
        CHECK_NUMBER(ls_task_wait(tasks[i], 60000), LS_OK);
    for (int i = 0; i < 2; i++) {
        freed_data_is_used_no_more(data[i]);
        ls_task_free(tasks[i]);
    }
    sem_destroy(&begun);
    sem_destroy(&go_on);
}

/* A thread that must not wait asks again and again. */
static void closing(void)
{
    sem_t begun, go_on;
    CHECK(sem_init(&begun, 0, 0) == 0 && sem_init(&go_on, 0, 0) == 0);
    ls_agent *agent = sandbox_agent();
    Data *data = data_new();
    data->begun = &begun;
    data->go_on = &go_on;
    ls_task *task = begin(agent, LS_POLICY_CACHE_ONLY, on_licenses, data);
    sem_wait(&begun);
    CHECK_NUMBER(ls_agent_close(agent, 0), LS_ERR_TIMEOUT);
    CHECK_NUMBER(ls_agent_close(agent, 10), LS_ERR_TIMEOUT);
    CHECK_NUMBER(ask(agent, LS_POLICY_CACHE_ONLY), LS_ERR_CANCELLED);
    CHECK_NUMBER(ls_agent_forget(agent, NULL, NULL), LS_ERR_CANCELLED);
    sem_post(&go_on);
    CHECK_NUMBER(ls_agent_close(agent, 60000), LS_OK);
    freed_data_is_used_no_more(data);
    CHECK_NUMBER(ls_agent_close(agent, 0), LS_OK);
    ls_agent_free(agent);
    ls_task_free(task);
    sem_destroy(&begun);
    sem_destroy(&go_on);
}

static ls_agent *shared;
static ls_status inside;

static void ask_in_a_thread(size_t number)
{
    (void)number;
    inside = ask(shared, LS_POLICY_NETWORK_ONLY);
}

static void *run_one(void *unused)
{
    (void)unused;
    run_threads(ask_in_a_thread, 1);
    return NULL;
}

/* A call that is inside while its agent is freed goes on with what it holds. */
static void call_inside(void)
{
    pthread_t thread;
    Silent server = silent_server();
    shared = agent_of(silent_config(&server, 60000));
    CHECK(pthread_create(&thread, NULL, run_one, NULL) == 0);
    wait_for_request(&server);
    ls_agent_free(shared);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_NUMBER(inside, LS_ERR_CANCELLED);
}

static pthread_t application;
static volatile int stop, stopped, reports;

/* Comes on a thread of the agent, and frees it as soon as no more calls begin. */
static void on_refresh(void *user_data, const char *product, ls_status status, bool changed,
                       const ls_licenses *licenses, const ls_error *error)
{
    (void)product, (void)status, (void)changed, (void)licenses, (void)error;
    CHECK(!pthread_equal(pthread_self(), application));
    if (__sync_fetch_and_add(&reports, 1) != *(const int *)user_data)
        return;
    stop = 1;
    while (!stopped)
        pause_ms(1);
    ls_agent_free(shared);
    stopped = 2;
}

/* Refreshes that fail, each after its retries, while the application asks and asks. A few are enough: the agent is
 * freed once, in the midst of them. */
static void refresh_callback(void)
{
    int *last = malloc(sizeof *last);
    CHECK(last != NULL);
    *last = 10;
    store_an_answer();
    Silent server = silent_server();
    close(server.socket);
    application = pthread_self();
    ls_config *config = silent_config(&server, 1000);
    CHECK_NUMBER(ls_config_set_refresh_after_seconds(config, 0), LS_OK);
    CHECK_NUMBER(ls_config_set_ca_file(config, "/nowhere/ca.pem"), LS_OK);
    CHECK_NUMBER(ls_config_set_refresh_callback(config, on_refresh, last), LS_OK);
    shared = agent_of(config);
    while (!stop)
        CHECK_NUMBER(ask(shared, LS_POLICY_CACHE_FIRST), LS_OK);
    stopped = 1;
    while (stopped != 2)
        pause_ms(1);
    free(last);
}

/* Short calls at a server that says nothing: of their requests only a few go on. */
static void many_short_calls(void)
{
    store_an_answer();
    Silent server = silent_server();
    ls_agent *agent = agent_of(silent_config(&server, 20));
    int most = 0;
    for (int i = 0; i < 200; i++) {
        CHECK_NUMBER(ask(agent, LS_POLICY_NETWORK_FIRST), LS_OK);
        int threads = running_threads();
        most = threads > most ? threads : most;
    }
    CHECK(most <= 16);
    CHECK(running_threads() > 1);
    ls_agent_free(agent);
    CHECK_NUMBER(running_threads(), 1);
}

static int plays(const char *which)
{
    if (strcmp(which, "long-callback") == 0)
        long_callback();
    else if (strcmp(which, "long-log-callback") == 0)
        long_log_callback();
    else if (strcmp(which, "other-agents-callback") == 0)
        other_agents_callback(0);
    else if (strcmp(which, "other-agents-long-callback") == 0)
        other_agents_callback(300);
    else if (strcmp(which, "each-others-agents") == 0)
        each_others_agents();
    else if (strcmp(which, "closing") == 0)
        closing();
    else if (strcmp(which, "call-inside") == 0)
        call_inside();
    else if (strcmp(which, "refresh-callback") == 0)
        refresh_callback();
    else if (strcmp(which, "many-short-calls") == 0)
        many_short_calls();
    else
        return 0;
    /* An agent that is freed in its own callback cannot wait for the callback's thread. */
    CHECK_NUMBER(settled(running_threads, 1), 1);
    printf("%s: nothing was used too long\n", which);
    return 1;
}

/* One case after the other: a start costs most of the time where a checker looks. */
int main(int argc, char **argv)
{
    int played = 0;
    while (played < argc - 1 && plays(argv[played + 1]))
        played++;
    return played > 0 && played == argc - 1 ? 0 : 2;
}
