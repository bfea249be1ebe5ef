// Lines that must not compile, each for itself: what would copy an owner, or read out of one that
// is about to go. The test in Rust defines WRONG; without it this compiles.
#include "lsagent.hpp"

using namespace lsagent;

#ifndef WRONG
#define WRONG 0
#endif

void right(const Agent &agent, const Credentials &user) {
    const auto licenses = agent.user_licenses("up", user);
    const License license = licenses.front();
    for (const License each : agent.user_licenses("up", user))
        static_cast<void>(each.product_features().begin());
    const bool is_allowed = agent.check("up", user).is_allowed();
    static_cast<void>(license);
    static_cast<void>(is_allowed);
#if WRONG == 1
    Agent copy = agent;
#elif WRONG == 2
    Licenses copy = licenses;
#elif WRONG == 3
    License dangles = agent.user_licenses("up", user).front();
#elif WRONG == 4
    License dangles = agent.user_licenses("up", user)[0];
#elif WRONG == 5
    auto dangles = agent.user_licenses("up", user).begin();
#elif WRONG == 6
    std::string_view dangles = agent.check("up", user).message();
#elif WRONG == 7
    auto dangles = agent.check("up", user).license();
#elif WRONG == 8
    License dangles = agent.user_licenses(std::nothrow, "up", user)->front();
#elif WRONG == 9
    License dangles = (*agent.user_licenses(std::nothrow, "up", user)).front();
#elif WRONG == 10
    License dangles = agent.user_licenses_async("up", user).get().back();
#elif WRONG == 11
    auto dangles = agent.customer_license_users("up", "a").customer();
#elif WRONG == 12
    auto dangles = Error(Status::Network, "").code();
#elif WRONG == 13
    Config first, copy = first;
#elif WRONG == 14
    Credentials copy = user;
#elif WRONG == 15
    SsoOptions first, copy = first;
#endif
}
