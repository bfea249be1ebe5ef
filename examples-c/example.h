/* What the examples share: settings from the environment, answers and errors in words. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lsagent.h"

/* What the programs exit with. */
enum { DONE = 0, REFUSED = 1, MISUSED = 2, TRY_LATER = 3 };

#define SETTINGS_HELP                                                                             \
    "Environment:\n"                                                                              \
    "  LSAGENT_BASE_URL         where the service is (default: LicenseSpring's)\n"                \
    "  LSAGENT_API_KEY, LSAGENT_SHARED_KEY   the vendor's keys\n"                                 \
    "  LSAGENT_PUBLIC_KEY_FILE  PEM file of the key that answers are signed with\n"               \
    "  LSAGENT_CA_FILE          PEM file to trust instead of the system's certificates\n"         \
    "  LSAGENT_CACHE_DIR        where answers are kept (default: your data folder)\n"             \
    "  LSAGENT_DEVICE_ID        what this device is known by (default: made from its own id)\n"   \
    "  LSAGENT_TIMEOUT_MS       how long a call may take, in milliseconds (default: 5000)\n"      \
    "Exit status: 0 done, 1 refused, 2 a mistake in what was given, 3 may work later\n"

#define PASSWORD_HELP "Password: LSAGENT_PASSWORD, or the first line of standard input\n"
#define POLICY_HELP "Policies: cache-first, network-first, network-only, cache-only\n"

/* The text, or what to print where the server sent none. */
static inline const char *or_none(const char *text)
{
    return text ? text : "(not sent)";
}

/* What failed and why; for an answer of the server, its error code and HTTP status as well. */
static inline void print_error(FILE *out, const ls_error *error)
{
    const char *message = ls_error_message(error), *code = ls_error_code(error);
    unsigned http_status = ls_error_http_status(error);
    fprintf(out, "%s: %s\n", ls_status_name(ls_error_status(error)), message ? message : "no reason");
    if (http_status != 0)
        fprintf(out, "  HTTP status: %u\n  code: %s\n", http_status, or_none(code));
}

/* Prints why a call failed, and says what to exit with. */
static inline int failed(const ls_error *error)
{
    print_error(stderr, error);
    if (ls_error_is_retryable(error))
        return TRY_LATER;
    return ls_error_status(error) < LS_ERR_NETWORK ? MISUSED : REFUSED;
}

/* Reads a small text file into `text`; an empty text, which no setter takes, if that fails. */
static inline void read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(text, 1, size, file) : 0;
    if (file == NULL || ferror(file) || length == size) {
        fprintf(stderr, "%s: cannot be read, or is not a key\n", path);
        length = 0;
    }
    text[length] = '\0';
    if (file)
        fclose(file);
}

/* No result is looked at here: a setter's failure is remembered, and reported by ls_agent_new. */
static inline ls_config *config_from_environment(void)
{
    const char *api_key = getenv("LSAGENT_API_KEY"), *shared_key = getenv("LSAGENT_SHARED_KEY");
    const char *base_url = getenv("LSAGENT_BASE_URL"), *ca_file = getenv("LSAGENT_CA_FILE");
    const char *key_file = getenv("LSAGENT_PUBLIC_KEY_FILE"), *cache = getenv("LSAGENT_CACHE_DIR");
    const char *timeout_ms = getenv("LSAGENT_TIMEOUT_MS"), *device_id = getenv("LSAGENT_DEVICE_ID");
    char pem[8192];
    ls_config *config = ls_config_new();
    ls_config_set_app(config, "lsagent-example", ls_version());
    if (api_key || shared_key)
        ls_config_set_api_key(config, api_key, shared_key);
    if (base_url)
        ls_config_set_base_url(config, base_url);
    if (ca_file)
        ls_config_set_ca_file(config, ca_file);
    if (cache)
        ls_config_set_cache_dir(config, cache);
    if (device_id)
        ls_config_set_device_id(config, device_id);
    if (timeout_ms)
        ls_config_set_timeout_ms(config, (uint32_t)strtoul(timeout_ms, NULL, 10));
    if (key_file) {
        read_file(key_file, pem, sizeof pem);
        ls_config_set_response_public_key(config, pem);
    }
    return config;
}

/* The password is no argument: everybody on a machine can see those of all its programs. */
static inline ls_credentials *sign_in(const char *username)
{
    const char *password = getenv("LSAGENT_PASSWORD");
    char line[1024] = "";
    if (password == NULL && fgets(line, sizeof line, stdin))
        line[strcspn(line, "\r\n")] = '\0';
    ls_credentials *credentials = ls_credentials_new_password(username, password ? password : line);
    for (volatile char *c = line; c != line + sizeof line; c++)
        *c = '\0';
    return credentials;
}

/* The number of a policy; -1, which no call takes, for a name that is none. */
static inline int32_t policy_named(const char *name)
{
    if (strcmp(name, "network-first") == 0)
        return LS_POLICY_NETWORK_FIRST;
    if (strcmp(name, "cache-first") == 0)
        return LS_POLICY_CACHE_FIRST;
    if (strcmp(name, "network-only") == 0)
        return LS_POLICY_NETWORK_ONLY;
    return strcmp(name, "cache-only") == 0 ? (int32_t)LS_POLICY_CACHE_ONLY : -1;
}

/* Prints a time; a midnight stands for the whole day. */
static inline void print_time(int64_t seconds)
{
    time_t when = (time_t)seconds;
    const struct tm *utc = gmtime(&when);
    char text[40] = "at a time that cannot be shown";
    if (utc)
        strftime(text, sizeof text, seconds % 86400 ? "%Y-%m-%d %H:%M:%S UTC" : "%Y-%m-%d", utc);
    fputs(text, stdout);
}

/* Whether an end has passed; that of a midnight's value passes with its day. */
static inline bool is_over(int64_t end)
{
    return end + (end % 86400 ? 0 : 86400) <= (int64_t)time(NULL);
}

/* Where an answer came from, when, and if the server was asked in vain, why. */
static inline void print_origin(ls_source source, int64_t fetched_at, const ls_error *fallback)
{
    bool fresh = source == LS_SOURCE_NETWORK;
    fputs(fresh ? "Answer: from the server, " : "Answer: from the store, as of ", stdout);
    print_time(fetched_at);
    putchar('\n');
    if (fallback) {
        fputs("  The server was asked first: ", stdout);
        print_error(stdout, fallback);
    }
}

#endif
