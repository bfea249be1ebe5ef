// What the examples share: settings and the user's sign-in from the environment.
#ifndef EXAMPLE_HPP
#define EXAMPLE_HPP

#include <lsagent.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace example {

// What the programs exit with.
enum Exit { DONE = 0, REFUSED = 1, MISUSED = 2, TRY_LATER = 3 };

inline std::string contents(const char *path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// No result is looked at: the agent that is made with a wrong setting reports it.
inline lsagent::Config config() {
    lsagent::Config config;
    config.app("lsagent-example", std::string(lsagent::version()));
    config.api_key(std::getenv("LSAGENT_API_KEY"), std::getenv("LSAGENT_SHARED_KEY"));
    if (const char *base_url = std::getenv("LSAGENT_BASE_URL"))
        config.base_url(base_url);
    if (const char *ca_file = std::getenv("LSAGENT_CA_FILE"))
        config.ca_file(ca_file);
    if (const char *cache_dir = std::getenv("LSAGENT_CACHE_DIR"))
        config.cache_dir(cache_dir);
    if (const char *key_file = std::getenv("LSAGENT_PUBLIC_KEY_FILE"))
        config.response_public_key(contents(key_file));
    return config;
}

// The password is no argument: everybody on a machine can see those of all its programs.
inline lsagent::Credentials sign_in(const char *username) {
    return lsagent::Credentials::password(username, std::getenv("LSAGENT_PASSWORD"));
}

} // namespace example

#endif
