/* A server that accepts and says nothing, and agents that ask it. POSIX only. */
#ifndef SILENT_H
#define SILENT_H

#include "system.h"

#include <arpa/inet.h>
#include <sys/socket.h>

typedef struct {
    int socket;
    char url[64];
} Silent;

/* Connections wait in its queue; nobody ever answers them. */
static inline Silent silent_server(void)
{
    Silent server;
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.socket = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(server.socket >= 0);
    CHECK(bind(server.socket, (struct sockaddr *)&address, size) == 0);
    CHECK(listen(server.socket, 512) == 0);
    CHECK(getsockname(server.socket, (struct sockaddr *)&address, &size) == 0);
    snprintf(server.url, sizeof server.url, "http://127.0.0.1:%d", ntohs(address.sin_port));
    return server;
}

/* Waits until somebody asks: a call is inside the library then. */
static inline void wait_for_request(const Silent *server)
{
    char byte;
    int connection = accept(server->socket, NULL, NULL);
    CHECK(connection >= 0);
    CHECK(recv(connection, &byte, 1, MSG_PEEK) == 1);
    /* It stays open until the process ends. */
}

static inline ls_agent *agent_of(ls_config *config)
{
    ls_agent *agent = NULL;
    ls_error *error = NULL;
    CHECK_DONE(ls_agent_new(config, &agent, &error), error);
    ls_config_free(config);
    return agent;
}

/* Asks the silent server, or with a server that has gone nobody; finds what sandbox_agent() stored. */
static inline ls_config *silent_config(const Silent *server, uint32_t timeout_ms)
{
    ls_config *config = sandbox_config();
    CHECK_NUMBER(ls_config_set_base_url(config, server->url), LS_OK);
    CHECK_NUMBER(ls_config_set_timeout_ms(config, timeout_ms), LS_OK);
    return config;
}

static inline ls_task *begin(const ls_agent *agent, int32_t policy, ls_licenses_callback callback, void *data)
{
    ls_credentials *user = ls_credentials_new_password("valid@example.com", "secret");
    ls_task *task = NULL;
    ls_error *error = NULL;
    CHECK_DONE(ls_user_licenses_start(agent, "up", user, policy, callback, data, &task, &error), error);
    ls_credentials_free(user);
    return task;
}

/* The status of a call that blocks. */
static inline ls_status ask(const ls_agent *agent, int32_t policy)
{
    ls_credentials *user = ls_credentials_new_password("valid@example.com", "secret");
    ls_licenses *licenses = NULL;
    ls_status status = ls_user_licenses(agent, "up", user, policy, &licenses, NULL);
    ls_licenses_free(licenses);
    ls_credentials_free(user);
    return status;
}

static inline void store_an_answer(void)
{
    ls_agent *agent = sandbox_agent();
    CHECK_NUMBER(ask(agent, LS_POLICY_NETWORK_ONLY), LS_OK);
    ls_agent_free(agent);
}

#endif
