/* What the test programs share. The first check that fails ends the program. */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lsagent.h"

static inline void check(bool holds, const char *what, const char *file, int line)
{
    if (!holds) {
        fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
        exit(1);
    }
}

static inline void check_text(const char *got, const char *wanted, const char *file, int line)
{
    if (got == NULL || strcmp(got, wanted) != 0) {
        fprintf(stderr, "%s:%d: expected \"%s\", got \"%s\"\n", file, line, wanted, got ? got : "NULL");
        exit(1);
    }
}

static inline void check_number(int64_t got, int64_t wanted, const char *file, int line)
{
    if (got != wanted) {
        fprintf(stderr, "%s:%d: expected %" PRId64 ", got %" PRId64 "\n", file, line, wanted, got);
        exit(1);
    }
}

/* A call that should have succeeded says why it did not. */
static inline void check_done(ls_status status, ls_error *error, const char *file, int line)
{
    if (status != LS_OK) {
        const char *message = ls_error_message(error);
        fprintf(stderr, "%s:%d: %s: %s\n", file, line, ls_status_name(status), message ? message : "");
        exit(1);
    }
    check(error == NULL, "a success has no error", file, line);
}

/* A call that should have failed: its status, and a part of its message. Frees the error. */
static inline void check_failed(ls_status status, ls_error *error, ls_status wanted, const char *part,
                                const char *file, int line)
{
    check_text(ls_status_name(status), ls_status_name(wanted), file, line);
    check(error != NULL, "a failure has an error", file, line);
    check_number(ls_error_status(error), wanted, file, line);
    if (strstr(ls_error_message(error), part) == NULL) {
        fprintf(stderr, "%s:%d: no \"%s\" in: %s\n", file, line, part, ls_error_message(error));
        exit(1);
    }
    ls_error_free(error);
}

#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)
#define CHECK_TEXT(got, wanted) check_text((got), (wanted), __FILE__, __LINE__)
#define CHECK_NUMBER(got, wanted) check_number((int64_t)(got), (wanted), __FILE__, __LINE__)

/* The call comes first, and then the look at the error that it set: C leaves the order of arguments
 * open. */
#define CHECK_DONE(call, error)                                                    \
    do {                                                                           \
        ls_status status_of_call = (call);                                         \
        check_done(status_of_call, (error), __FILE__, __LINE__);                   \
    } while (0)
#define CHECK_FAILED(call, error, wanted, part)                                    \
    do {                                                                           \
        ls_status status_of_call = (call);                                         \
        check_failed(status_of_call, (error), (wanted), (part), __FILE__, __LINE__); \
    } while (0)

/* A field that was sent, and its value. */
#define CHECK_FIELD(getter, object, wanted)       \
    do {                                          \
        int64_t field = -1;                       \
        CHECK(getter((object), &field));          \
        CHECK_NUMBER(field, (wanted));            \
    } while (0)
#define CHECK_FLAG(getter, object, wanted)        \
    do {                                          \
        bool flag = !(wanted);                    \
        CHECK(getter((object), &flag));           \
        CHECK(flag == (wanted));                  \
    } while (0)

/* What the surroundings must give. */
static inline const char *needed(const char *name)
{
    const char *value = getenv(name);
    if (value == NULL) {
        fprintf(stderr, "%s is not set\n", name);
        exit(2);
    }
    return value;
}

static inline void read_key(char *text, size_t size)
{
    FILE *file = fopen(needed("LSAGENT_PUBLIC_KEY_FILE"), "rb");
    CHECK(file != NULL);
    size_t length = fread(text, 1, size - 1, file);
    text[length] = '\0';
    fclose(file);
}

/* For the sandbox that the surroundings name, with a store where they say. */
static inline ls_config *sandbox_config(void)
{
    char pem[8192];
    ls_config *config = ls_config_new();
    read_key(pem, sizeof pem);
    CHECK(config != NULL);
    CHECK_NUMBER(ls_config_set_base_url(config, needed("LSAGENT_BASE_URL")), LS_OK);
    CHECK_NUMBER(ls_config_set_ca_file(config, needed("LSAGENT_CA_FILE")), LS_OK);
    CHECK_NUMBER(ls_config_set_response_public_key(config, pem), LS_OK);
    CHECK_NUMBER(ls_config_set_cache_dir(config, needed("LSAGENT_CACHE_DIR")), LS_OK);
    CHECK_NUMBER(ls_config_set_device_id(config, "a test's device"), LS_OK);
    CHECK_NUMBER(ls_config_set_proxy(config, ""), LS_OK);
    CHECK_NUMBER(ls_config_set_timeout_ms(config, 60000), LS_OK);
    CHECK_NUMBER(
        ls_config_set_api_key(config, needed("LSAGENT_API_KEY"), needed("LSAGENT_SHARED_KEY")), LS_OK);
    return config;
}

static inline ls_agent *sandbox_agent(void)
{
    ls_config *config = sandbox_config();
    ls_agent *agent = NULL;
    ls_error *error = NULL;
    ls_status status = ls_agent_new(config, &agent, &error);
    CHECK_DONE(status, error);
    ls_config_free(config);
    return agent;
}

#endif
