// An OAuth client in the place of an API key, and people who are remembered. No service that keeps
// secrets is to be found in the surroundings: the sealed store remembers.
#include "check.hpp"

using lsagent::Agent;
using lsagent::Config;
using lsagent::Credentials;
using lsagent::Policy;

static Config keyless() {
    Config config;
    config.base_url(needed("LSAGENT_BASE_URL"))
        .ca_file(needed("LSAGENT_CA_FILE"))
        .response_public_key(contents(needed("LSAGENT_PUBLIC_KEY_FILE")))
        .cache_dir(needed("LSAGENT_CACHE_DIR"))
        .device_id("a test's device")
        .proxy("")
        .timeout(LONG);
    return config;
}

static void a_client_asks_with_a_token() {
    const auto id = needed("LSAGENT_CLIENT_ID"), secret = needed("LSAGENT_CLIENT_SECRET");
    const auto url = needed("LSAGENT_TOKEN_URL");
    for (const char *token_url : {url.c_str(), static_cast<const char *>(nullptr)}) {
        const Agent agent(keyless().oauth_client(id, secret, token_url));
        CHECK_EQUAL(agent.user_licenses("up", member("several"), Policy::NetworkOnly).size(), 4U);
    }
    const Agent wrong(keyless().oauth_client(id, "wrong"));
    const auto refused = wrong.check(std::nothrow, "up", member("trial"));
    CHECK_FAILED(refused, ApiKey, "");
    CHECK(refused.error().code() == "invalid_client");
    CHECK_THROWS(Agent(sandbox_config().oauth_client(id, secret)), Config, "");
    CHECK_THROWS(Agent(keyless()), Config, "");
}

static Agent remembering() { return agent_of(sandbox_config().remember(true)); }

static lsagent::Result<lsagent::Licenses> asked_again() {
    return remembering().user_licenses(std::nothrow, "up", Credentials::remembered(),
                                       Policy::NetworkOnly);
}

static void a_person_is_remembered() {
    CHECK_FAILED(asked_again(), NotCached, "");
    remembering().user_licenses("up", member("several"), Policy::NetworkOnly);
    // It is kept behind the caller.
    const auto end = std::chrono::steady_clock::now() + LONG;
    while (!asked_again() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const auto licenses = asked_again();
    CHECK(licenses && licenses->size() == 4 && licenses->source() == lsagent::Source::Network);
    CHECK_THROWS(agent_of(sandbox_config())
                     .user_licenses("up", Credentials::remembered(), Policy::NetworkOnly),
                 InvalidArgument, "");
    remembering().forget_all();
    CHECK_FAILED(asked_again(), NotCached, "");
    CHECK_THROWS(Agent(sandbox_config().remember(true).cache_enabled(false)), Config, "");
}

int main() {
    a_client_asks_with_a_token();
    a_person_is_remembered();
    await_the_last_thread();
    std::cout << "a client and a person are known\n";
    return 0;
}
