// Signs a person in through the identity provider of their organization, in the system's browser,
// and checks the license. The next start needs no sign-in.
#include <lsagent.hpp>

#include <iostream>

#include "example.hpp"

using namespace lsagent;

static Licenses sign_in(const Agent &agent, const char *account, SsoResponse response_type) {
    auto options = SsoOptions()
                       .path("/signed-in")
                       .response_type(response_type)
                       .timeout(std::chrono::minutes(2))
                       .browser([](std::string_view) {
                           std::cout << "Please sign in in your browser." << std::endl;
                           return false; // The system's browser shows it.
                       });
    return agent.sso_sign_in("up", account, options);
}

// Checks the user who signed in here last, as long as the stored answer may be used; otherwise asks
// the person to sign in.
static Entitlement check(const Agent &agent, const char *account, SsoResponse response_type) {
    auto entitlement = agent.calls().check("up", Credentials::remembered()).try_get();
    if (entitlement)
        return *std::move(entitlement);
    switch (entitlement.error().status()) {
    case Status::NotCached:
    case Status::CacheExpired:
        return sign_in(agent, account, response_type).check("up");
    default:
        throw entitlement.error();
    }
}

int main(int argc, char **argv) {
    if (argc != 2 && argc != 3) {
        std::cerr << "Usage: sign_in_with_browser ACCOUNT [token]\n";
        return example::MISUSED;
    }
    try {
        const Agent agent(example::config());
        const auto response_type = argc == 3 ? SsoResponse::Token : SsoResponse::Code;
        const auto entitlement = check(agent, argv[1], response_type);
        std::cout << (entitlement.is_allowed() ? "Start: yes\n" : "Start: no\n")
                  << entitlement.message() << '\n';
        return entitlement.is_allowed() ? example::DONE : example::REFUSED;
    } catch (const Error &error) {
        std::cerr << to_string(error.status()) << ": " << error.what() << '\n';
        return example::REFUSED;
    }
}
