/* A plug-in's life, again and again: the library is loaded, used and closed, and leaves neither a
 * descriptor nor a thread behind. It is not linked; its path is the argument. */
#include "system.h"

enum { ROUNDS = 12 };

#define LOOK_UP(library, name) CHECK(find_symbol((library), #name, &name##_, sizeof name##_))

static void use(void *library)
{
    ls_config *(*ls_config_new_)(void);
    ls_status (*ls_config_set_base_url_)(ls_config *, const char *);
    ls_status (*ls_config_set_ca_file_)(ls_config *, const char *);
    ls_status (*ls_config_set_proxy_)(ls_config *, const char *);
    ls_status (*ls_config_set_response_public_key_)(ls_config *, const char *);
    ls_status (*ls_config_set_api_key_)(ls_config *, const char *, const char *);
    ls_status (*ls_config_set_cache_enabled_)(ls_config *, bool);
    ls_status (*ls_config_set_timeout_ms_)(ls_config *, uint32_t);
    void (*ls_config_free_)(ls_config *);
    ls_status (*ls_agent_new_)(const ls_config *, ls_agent **, ls_error **);
    ls_status (*ls_customer_license_users_)(const ls_agent *, const char *, const char *, int32_t,
                                            ls_license_users **, ls_error **);
    size_t (*ls_license_users_count_)(const ls_license_users *);
    void (*ls_license_users_free_)(ls_license_users *);
    void (*ls_agent_free_)(ls_agent *);
    LOOK_UP(library, ls_config_new);
    LOOK_UP(library, ls_config_set_base_url);
    LOOK_UP(library, ls_config_set_ca_file);
    LOOK_UP(library, ls_config_set_proxy);
    LOOK_UP(library, ls_config_set_response_public_key);
    LOOK_UP(library, ls_config_set_api_key);
    LOOK_UP(library, ls_config_set_cache_enabled);
    LOOK_UP(library, ls_config_set_timeout_ms);
    LOOK_UP(library, ls_config_free);
    LOOK_UP(library, ls_agent_new);
    LOOK_UP(library, ls_customer_license_users);
    LOOK_UP(library, ls_license_users_count);
    LOOK_UP(library, ls_license_users_free);
    LOOK_UP(library, ls_agent_free);
    char pem[8192];
    read_key(pem, sizeof pem);
    ls_config *config = ls_config_new_();
    ls_config_set_base_url_(config, needed("LSAGENT_BASE_URL"));
    ls_config_set_ca_file_(config, needed("LSAGENT_CA_FILE"));
    ls_config_set_proxy_(config, "");
    ls_config_set_response_public_key_(config, pem);
    ls_config_set_api_key_(config, needed("LSAGENT_API_KEY"), needed("LSAGENT_SHARED_KEY"));
    ls_config_set_cache_enabled_(config, false);
    ls_config_set_timeout_ms_(config, 60000);
    ls_agent *agent = NULL;
    ls_license_users *users = NULL;
    CHECK_NUMBER(ls_agent_new_(config, &agent, NULL), LS_OK);
    ls_config_free_(config);
    CHECK_NUMBER(ls_customer_license_users_(agent, "up", "test@example.com", LS_POLICY_NETWORK_ONLY,
                                            &users, NULL),
                 LS_OK);
    CHECK_NUMBER(ls_license_users_count_(users), 2);
    ls_license_users_free_(users);
    ls_agent_free_(agent);
}

int main(int argc, char **argv)
{
    int descriptors = 0, threads = 0, alone = running_threads();
    CHECK(argc == 2 && alone > 0);
    for (int round = 0; round < ROUNDS; round++) {
        void *library = load_library(argv[1]);
        CHECK(library != NULL);
        use(library);
        CHECK(unload_library(library));
        if (round == 0) {
            descriptors = open_descriptors();
            threads = running_threads();
        }
    }
    CHECK_NUMBER(settled(open_descriptors, descriptors), descriptors);
    CHECK_NUMBER(settled(running_threads, threads), threads);
#ifndef _WIN32 /* There a process has threads of the system once it loads anything. */
    CHECK_NUMBER(running_threads(), alone);
#endif
    puts("nothing is left behind");
    return 0;
}
