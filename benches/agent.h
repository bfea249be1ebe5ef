/* What the programs on lsagent share. */
#ifndef AGENT_H
#define AGENT_H

#include "bench.h"
#include "lsagent.h"

static inline void must(ls_status status, const ls_error *error)
{
    if (status != LS_OK)
        fail(ls_status_name(status), error ? ls_error_message(error) : "no reason");
}

/* An agent as run.py says. Without BENCH_CA_FILE it trusts the system's store, without
 * BENCH_CACHE_DIR it stores nothing. */
static inline ls_agent *new_agent(void)
{
    const char *ca_file = getenv("BENCH_CA_FILE"), *cache_dir = getenv("BENCH_CACHE_DIR");
    char *key = read_text(needed("BENCH_PUBLIC_KEY_FILE"));
    ls_agent *agent = NULL;
    ls_error *error = NULL;
    ls_config *config = ls_config_new();
    ls_config_set_base_url(config, needed("BENCH_URL"));
    ls_config_set_api_key(config, needed("BENCH_API_KEY"), needed("BENCH_SHARED_KEY"));
    ls_config_set_response_public_key(config, key);
    ls_config_set_proxy(config, "");
    ls_config_set_timeout_ms(config, 60000);
    if (ca_file)
        ls_config_set_ca_file(config, ca_file);
    if (cache_dir)
        ls_config_set_cache_dir(config, cache_dir);
    else
        ls_config_set_cache_enabled(config, false);
    /* A setter that failed makes this fail. */
    must(ls_agent_new(config, &agent, &error), error);
    ls_config_free(config);
    free(key);
    return agent;
}

#endif
