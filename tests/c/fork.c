/* A process forks while a call is inside: what the child may do with what it inherited, and that neither
 * its calls nor its life disturb the parent. The server takes its time. */
#include "silent.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>

static void ignored(void *data, ls_status status, ls_licenses *licenses, ls_error *error)
{
    (void)data, (void)status;
    ls_licenses_free(licenses);
    ls_error_free(error);
}

static void outcome_of(void *data, ls_status status, ls_licenses *licenses, ls_error *error)
{
    *(ls_status *)data = status;
    ls_licenses_free(licenses);
    ls_error_free(error);
}

static void inherited_things_fail(ls_agent *agent, ls_task *task, ls_uipath *uipath)
{
    ls_credentials *user = ls_credentials_new_password("valid@example.com", "secret");
    ls_licenses *licenses = NULL;
    ls_task *another = NULL;
    ls_error *error = NULL;
    ls_status status = ls_user_licenses(agent, "up", user, LS_POLICY_CACHE_ONLY, &licenses, &error);
    CHECK_FAILED(status, error, LS_ERR_CONFIG, "before a fork");
    status = ls_user_licenses_start(agent, "up", user, LS_POLICY_CACHE_ONLY, ignored, NULL, &another, &error);
    CHECK_FAILED(status, error, LS_ERR_CONFIG, "before a fork");
    CHECK_NUMBER(ls_agent_forget(agent, NULL, NULL), LS_ERR_CONFIG);
    CHECK_NUMBER(ls_agent_close(agent, 0), LS_ERR_CONFIG);
    CHECK_NUMBER(ls_task_wait(task, 0), LS_ERR_CONFIG);
    CHECK_NUMBER(ls_task_cancel(task), LS_ERR_CONFIG);
    CHECK_NUMBER(ls_uipath_set_access_token(uipath, "token"), LS_ERR_CONFIG);
    ls_credentials_free(user);
}

static void child(ls_agent *agent, ls_task *task, ls_uipath *uipath, ls_licenses *licenses, int done,
                  int end)
{
    char byte;
    inherited_things_fail(agent, task, uipath);
    ls_agent_free(agent);
    ls_task_free(task);
    ls_uipath_free(uipath);
    CHECK_NUMBER(ls_licenses_count(licenses), 1);
    ls_licenses_free(licenses);
    ls_agent *own = sandbox_agent();
    CHECK_NUMBER(ask(own, LS_POLICY_NETWORK_ONLY), LS_OK);
    ls_agent_free(own);
    /* Lives on, with all that it inherited. */
    CHECK(write(done, "", 1) == 1);
    CHECK(read(end, &byte, 1) == 0);
    exit(0);
}

/* Every lock below the folder is free. */
static int free_locks(const char *folder)
{
    int locks = 0;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return 0;
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        char path[1024];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        int file = open(path, O_RDWR);
        if (file >= 0 && lseek(file, 0, SEEK_END) == 0) {
            CHECK(flock(file, LOCK_EX | LOCK_NB) == 0);
            locks++;
        }
        if (file >= 0)
            close(file);
        locks += free_locks(path);
    }
    closedir(dir);
    return locks;
}

int main(void)
{
    int ends[2], done[2], how = 0;
    char byte;
    ls_status status = LS_ERR_INTERNAL;
    ls_error *error = NULL;
    ls_licenses *licenses = NULL;
    ls_uipath *uipath = NULL;
    ls_config *config = sandbox_config();
    CHECK_DONE(ls_uipath_new(config, "https://127.0.0.1:1", "token", &uipath, &error), error);
    ls_config_free(config);
    ls_agent *agent = sandbox_agent();
    ls_credentials *user = ls_credentials_new_password("valid@example.com", "secret");
    CHECK_DONE(ls_user_licenses(agent, "up", user, LS_POLICY_NETWORK_ONLY, &licenses, &error), error);
    ls_credentials_free(user);
    CHECK(pipe(ends) == 0 && pipe(done) == 0);
    ls_task *task = begin(agent, LS_POLICY_NETWORK_ONLY, outcome_of, &status);
    /* The request is on its way, and its lock is held. */
    pause_ms(300);
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        close(ends[1]);
        child(agent, task, uipath, licenses, done[1], ends[0]);
    }
    close(ends[0]);
    CHECK_NUMBER(ls_task_wait(task, 60000), LS_OK);
    CHECK_NUMBER(status, LS_OK);
    CHECK_NUMBER(ask(agent, LS_POLICY_NETWORK_ONLY), LS_OK);
    ls_agent_free(agent);
    CHECK(read(done[0], &byte, 1) == 1);
    CHECK(free_locks(needed("LSAGENT_CACHE_DIR")) > 0);
    close(ends[1]);
    CHECK(waitpid(pid, &how, 0) == pid);
    CHECK(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    ls_task_free(task);
    ls_uipath_free(uipath);
    ls_licenses_free(licenses);
    puts("the fork disturbed nobody");
    return 0;
}
