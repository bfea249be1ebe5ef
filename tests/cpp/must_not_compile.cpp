// Lines that must not compile, each for itself: what would copy an owner, or read out of one that
// is about to go. The test in Rust defines WRONG, and looks for a complaint about each of them;
// without it this compiles.
#include "lsagent.hpp"

using namespace lsagent;

void right(const Agent &agent, const Credentials &user) {
    const auto licenses = agent.user_licenses("up", user);
    const License license = licenses.front();
    for (const License each : agent.user_licenses("up", user))
        static_cast<void>(each.product_features().begin());
    const bool is_allowed = agent.check("up", user).is_allowed();
    const auto product = agent.fetch_product("up");
    static_cast<void>(product.view().product_name());
    const auto activation = agent.activate("up", user);
    static_cast<void>(activation.hardware_id());
    SsoOptions first, second = std::move(first);
    static_cast<void>(license);
    static_cast<void>(is_allowed);
}

#ifdef WRONG
// clang-format off
void wrong(const Agent &agent, const Credentials &user, const Licenses &licenses, const Config &config,
           const SsoOptions &options, const OwnedProduct &product, const Activation &activation) {
    { Agent copy = agent; }
    { Licenses copy = licenses; }
    { Config copy = config; }
    { Credentials copy = user; }
    { SsoOptions copy = options; }
    { License dangles = agent.user_licenses("up", user).front(); }
    { License dangles = agent.user_licenses("up", user)[0]; }
    { auto dangles = agent.user_licenses("up", user).begin(); }
    { std::string_view dangles = agent.check("up", user).message(); }
    { auto dangles = agent.check("up", user).license(); }
    { License dangles = agent.user_licenses(std::nothrow, "up", user)->front(); }
    { License dangles = (*agent.user_licenses(std::nothrow, "up", user)).front(); }
    { License dangles = agent.user_licenses_async("up", user).get().back(); }
    { License dangles = agent.sso_sign_in("up", "acme", options).front(); }
    { auto dangles = agent.customer_license_users("up", "a").customer(); }
    { auto dangles = agent.fetch_product("up").view(); }
    { lsagent::OwnedProduct copy = product; }
    { Activation copy = activation; }
    { auto dangles = agent.activate("up", user).hardware_id(); }
    { Release dangles = activation.releases().front(); }
    { Variable dangles = activation.variables()[0]; }
    { auto dangles = agent.request_trial("up").view(); }
    { auto dangles = Error(Status::Network, "").code(); }
}
// clang-format on
#endif
