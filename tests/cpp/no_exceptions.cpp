// The part that does not throw, compiled without exceptions and without RTTI.
#include "check.hpp"

#include <atomic>

using lsagent::Agent;
using lsagent::Policy;
using lsagent::Status;

#if LSAGENT_EXCEPTIONS
#error "this is to be compiled with -fno-exceptions"
#endif

static void answers(const Agent &agent) {
    const auto user = member("features");
    const auto entitlement = agent.check(std::nothrow, "up", "export", user);
    CHECK(entitlement && entitlement->is_allowed() && !entitlement->message().empty());
    const auto licenses = agent.user_licenses(std::nothrow, "up", user, Policy::CacheOnly);
    CHECK(licenses && licenses->size() == 1 && licenses->front().product_features().size() == 4);
    CHECK(licenses->check(std::nothrow, "up", "old").value().is_allowed() == false);
    const auto users = agent.customer_license_users(std::nothrow, "up", "test@example.com");
    CHECK(users && users->customer().email());
    CHECK(agent.forget(std::nothrow, "features@example.com") && agent.forget_all(std::nothrow));
}

static void failures(const Agent &agent) {
    CHECK_FAILED(agent.check(std::nothrow, nullptr, member("trial")), InvalidArgument, "product");
    CHECK_FAILED(agent.check(std::nothrow, std::string("u\0p", 3), member("trial")),
                 InvalidArgument, "product: holds a NUL");
    CHECK_FAILED(Agent::make(std::nothrow, lsagent::Config()), Config, "api_key");
    const auto wrong = lsagent::Credentials::password("trial@example.com", "wrong");
    const auto refused = agent.check(std::nothrow, "up", wrong, Policy::NetworkOnly);
    CHECK_FAILED(refused, Credentials, "");
    CHECK(refused.error().http_status() == 401
          && refused.error().code() == "authentication_failed");
}

static void callbacks(const Agent &agent) {
    std::atomic<int> told{0};
    const auto task = agent.check_start(std::nothrow, "up", member("trial"), Policy::NetworkFirst,
                                        [&told](auto result) { told += result ? 1 : 100; });
    CHECK(task && task->wait_for(std::chrono::minutes(1)) == Status::Ok && told == 1);
    auto future = agent.check_async(std::nothrow, "up", member("trial"));
    CHECK(future.get().value().is_allowed());
    auto nothing = agent.user_licenses_async(std::nothrow, "", member("trial"));
    CHECK_FAILED(nothing.get(), InvalidArgument, "product");
}

// Nobody is there to sign in.
static void sign_ins(const Agent &agent) {
    std::atomic<int> shown{0};
    lsagent::SsoOptions options;
    options.timeout(std::chrono::milliseconds(1)).browser([&shown](std::string_view url) {
        shown += url.empty() ? 100 : 1;
        return true;
    });
    CHECK_FAILED(agent.sso_sign_in(std::nothrow, "up", "acme", options), Timeout, "");
    CHECK_FAILED(agent.sso_sign_in_async(std::nothrow, "up", "acme", options).get(), Timeout, "");
    std::atomic<int> told{0};
    const auto task = agent.sso_sign_in_start(std::nothrow, "up", "acme", options,
                                              [&told](auto result) { told += result ? 100 : 1; });
    CHECK(task && task->wait_for(std::chrono::minutes(1)) == Status::Ok);
    CHECK(told == 1 && shown == 3);
    const auto url = agent.sso_url(std::nothrow, "up", "acme");
    CHECK(url && url->find("/idp/authorize") != std::string::npos);
}

static void products(const Agent &agent) {
    auto product = agent.fetch_product(std::nothrow, "up");
    CHECK(product && product->view().short_code() == "up");
    const auto taken = std::move(product).value();
    CHECK(taken.view().product_id() == 10006);
    CHECK_FAILED(agent.fetch_product(std::nothrow, "nope"), Refused, "");
}

static void lives(const Agent &agent) {
    const auto key = lsagent::Credentials::license_key("UNLI-AAAA-BBBB-CCCC");
    const auto activation = agent.calls().activate("key-product", key).try_get();
    CHECK(activation && activation->calls().check().try_get().value().is_allowed());
    const auto opened = agent.open_activation(std::nothrow, "key-product");
    CHECK(opened && opened->hardware_id() == "a test's device" && opened->device_id());
    CHECK(opened->licenses(std::nothrow).value().size() == 1);
    CHECK(opened->releases(std::nothrow).value().empty() == false);
    CHECK(opened->deactivate(std::nothrow));
    CHECK_FAILED(opened->calls().check().try_get(), NotActivated, "");
}

static void allocations(const lsagent::Config &config) {
    auto uipath =
        lsagent::Uipath::make(std::nothrow, config, needed("LSAGENT_UIPATH_URL"), "wrong");
    CHECK(uipath && uipath->set_access_token(std::nothrow, needed("LSAGENT_UIPATH_TOKEN")));
    const auto allocations = uipath->allocate_user_licenses(std::nothrow, "acme", {"u"}, {"TSTNU"});
    CHECK(allocations && allocations->front().user_bundle_codes().front() == "TSTNU");
    CHECK_FAILED(uipath->set_access_token(std::nothrow, nullptr), InvalidArgument, "access_token");
}

int main() {
    std::atomic<int> lines{0};
    auto config = sandbox_config();
    config.log(lsagent::LogLevel::Debug, [&lines](auto, auto) { ++lines; });
    const auto agent = agent_of(config);
    answers(agent);
    failures(agent);
    callbacks(agent);
    sign_ins(agent);
    products(agent);
    lives(agent);
    allocations(config);
    CHECK(lines > 0);
    std::cout << "nothing was thrown\n";
}
