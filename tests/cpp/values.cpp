// What can be seen without a server: numbers, text on its way in, times, results, and wrong use.
#include "check.hpp"

#include <array>
#include <filesystem>
#include <list>

using lsagent::Agent;
using lsagent::Config;
using lsagent::Credentials;
using lsagent::Error;
using lsagent::Result;
using lsagent::SsoOptions;
using lsagent::Status;
using lsagent::StringArg;
using lsagent::StringListArg;
using lsagent::Time;
using lsagent::UipathMethod;
using namespace std::string_literals;
using namespace std::string_view_literals;

#define SAME(cxx, c) static_assert(static_cast<std::int32_t>(lsagent::cxx) == (c))

SAME(Status::Ok, LS_OK);
SAME(Status::InvalidArgument, LS_ERR_INVALID_ARGUMENT);
SAME(Status::Config, LS_ERR_CONFIG);
SAME(Status::Cancelled, LS_ERR_CANCELLED);
SAME(Status::Network, LS_ERR_NETWORK);
SAME(Status::Timeout, LS_ERR_TIMEOUT);
SAME(Status::Tls, LS_ERR_TLS);
SAME(Status::Proxy, LS_ERR_PROXY);
SAME(Status::Clock, LS_ERR_CLOCK);
SAME(Status::Response, LS_ERR_RESPONSE);
SAME(Status::Signature, LS_ERR_SIGNATURE);
SAME(Status::Mismatch, LS_ERR_MISMATCH);
SAME(Status::ApiKey, LS_ERR_API_KEY);
SAME(Status::Credentials, LS_ERR_CREDENTIALS);
SAME(Status::Refused, LS_ERR_REFUSED);
SAME(Status::RateLimited, LS_ERR_RATE_LIMITED);
SAME(Status::Server, LS_ERR_SERVER);
SAME(Status::NotCached, LS_ERR_NOT_CACHED);
SAME(Status::CacheExpired, LS_ERR_CACHE_EXPIRED);
SAME(Status::Cache, LS_ERR_CACHE);
SAME(Status::Internal, LS_ERR_INTERNAL);
SAME(Decision::Allowed, LS_DECISION_ALLOWED);
SAME(Decision::AllowedGrace, LS_DECISION_ALLOWED_GRACE);
SAME(Decision::DeniedNoLicense, LS_DECISION_DENIED_NO_LICENSE);
SAME(Decision::DeniedDisabled, LS_DECISION_DENIED_DISABLED);
SAME(Decision::DeniedInactive, LS_DECISION_DENIED_INACTIVE);
SAME(Decision::DeniedNotStarted, LS_DECISION_DENIED_NOT_STARTED);
SAME(Decision::DeniedExpired, LS_DECISION_DENIED_EXPIRED);
SAME(Decision::DeniedNoFeature, LS_DECISION_DENIED_NO_FEATURE);
SAME(Decision::DeniedFeatureExpired, LS_DECISION_DENIED_FEATURE_EXPIRED);
SAME(Source::Network, LS_SOURCE_NETWORK);
SAME(Source::Cache, LS_SOURCE_CACHE);
SAME(Policy::NetworkFirst, LS_POLICY_NETWORK_FIRST);
SAME(Policy::CacheFirst, LS_POLICY_CACHE_FIRST);
SAME(Policy::NetworkOnly, LS_POLICY_NETWORK_ONLY);
SAME(Policy::CacheOnly, LS_POLICY_CACHE_ONLY);
SAME(SsoResponse::Code, LS_SSO_RESPONSE_CODE);
SAME(SsoResponse::Token, LS_SSO_RESPONSE_TOKEN);
SAME(UipathMethod::Auto, LS_UIPATH_METHOD_AUTO);
SAME(UipathMethod::Post, LS_UIPATH_METHOD_POST);
SAME(UipathMethod::Put, LS_UIPATH_METHOD_PUT);
SAME(Remember::Off, LS_REMEMBER_OFF);
SAME(Remember::Anywhere, LS_REMEMBER_ANYWHERE);
SAME(Remember::PlatformOnly, LS_REMEMBER_PLATFORM_ONLY);
SAME(LogLevel::Error, LS_LOG_ERROR);
SAME(LogLevel::Warning, LS_LOG_WARNING);
SAME(LogLevel::Info, LS_LOG_INFO);
SAME(LogLevel::Debug, LS_LOG_DEBUG);

template <class Owner>
constexpr bool is_move_only =
    std::is_nothrow_move_constructible_v<Owner> &&std::is_nothrow_move_assignable_v<
        Owner> && !std::is_copy_constructible_v<Owner> && !std::is_copy_assignable_v<Owner>;

static_assert(is_move_only<Agent> && is_move_only<lsagent::Uipath> && is_move_only<Credentials>);
static_assert(is_move_only<lsagent::Licenses> && is_move_only<lsagent::LicenseUsers>);
static_assert(is_move_only<lsagent::Allocations> && is_move_only<lsagent::Entitlement>);
static_assert(is_move_only<lsagent::Task> && is_move_only<lsagent::SsoOptions>);
static_assert(std::is_move_constructible_v<Config> && !std::is_copy_constructible_v<Config>);
static_assert(
    std::is_trivially_copyable_v<lsagent::License> && sizeof(lsagent::License) == sizeof(void *));

static Config keys() {
    return Config().api_key("key", "shared").base_url("https://127.0.0.1:1").cache_enabled(false);
}

static void text_goes_in_as_it_is() {
    const auto is = [](const StringArg &text, std::string_view wanted) {
        return text.is_whole() && text.c_str() != nullptr && text.c_str() == wanted;
    };
    const std::string owned = "owned";
    std::string changeable = "changeable";
    char array[16] = "array";
    struct Converts {
        operator std::string_view() const { return "converts"; }
    };
    CHECK(is("literal", "literal"));
    CHECK(is(array, "array"));
    CHECK(is(owned, "owned"));
    CHECK(is(changeable, "changeable"));
    CHECK(is("temporary"s, "temporary"));
    CHECK(is("a view of more"sv.substr(0, 6), "a view"));
    CHECK(is(std::string_view(), ""));
    CHECK(is(Converts(), "converts"));
    CHECK(is(std::filesystem::path("/tmp") / "\xc3\xa9", "/tmp/\xc3\xa9"));
#if defined(__cpp_char8_t)
    CHECK(is(u8"é", "\xc3\xa9"));
    CHECK(is(std::u8string_view(u8"é"), "\xc3\xa9"));
    CHECK(is(std::u8string(u8"é"), "\xc3\xa9"));
#endif
    CHECK(StringArg(nullptr).c_str() == nullptr);
    CHECK(StringArg(static_cast<const char *>(nullptr)).c_str() == nullptr);
    // Neither is copied.
    CHECK(StringArg(owned).c_str() == owned.c_str());
    CHECK(StringArg(array).c_str() == array);
    CHECK(!StringArg("cut\0here"s).is_whole());
    CHECK(!StringArg("cut\0here"sv).is_whole());
}

static void lists_go_in_as_they_are() {
    const auto is = [](const StringListArg &texts, std::initializer_list<const char *> wanted) {
        return texts.size() == wanted.size() && texts.first_broken() == texts.size()
               && std::equal(wanted.begin(), wanted.end(), texts.data(),
                             [](auto *a, auto *b) { return std::string_view(a) == b; });
    };
    CHECK(is({"a", "bc"}, {"a", "bc"}));
    CHECK(is({}, {}));
    CHECK(is(std::vector<std::string>{"a", "", "bc"}, {"a", "", "bc"}));
    CHECK(is(std::list<std::string_view>{"a"}, {"a"}));
    CHECK(is(std::array<const char *, 2>{"a", "b"}, {"a", "b"}));
    const char *const plain[] = {"a", "b"};
    CHECK(is(plain, {"a", "b"}));
    // What is kept of many long texts stays where it is.
    const std::vector<std::string> many(1000, std::string(100, 'x'));
    const StringListArg kept(many);
    CHECK(kept.size() == 1000 && kept.data()[0] == many[0] && kept.data()[999] == many[999]);
    CHECK_EQUAL(StringListArg(std::vector<std::string>{"a", "b\0c"s}).first_broken(), 1U);
    const StringListArg with_null(std::array<const char *, 2>{"a", nullptr});
    CHECK(with_null.data()[0] == "a"sv && with_null.data()[1] == nullptr);
    CHECK(StringListArg(std::vector<std::string>()).data() != nullptr);
}

static void times_that_do_not_fit_are_the_furthest_there_are() {
    using lsagent::detail::to_time;
    using std::chrono::system_clock;
    CHECK_EQUAL(system_clock::to_time_t(to_time(0)), 0);
    CHECK_EQUAL(system_clock::to_time_t(to_time(1'700'000'000)), 1'700'000'000);
    CHECK_EQUAL(system_clock::to_time_t(to_time(-1)), -1);
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    CHECK(to_time(most) == Time::max() && to_time(-most - 1) == Time::min());
    // 9999-12-31, which is past 2262, the end of a clock of nanoseconds.
    CHECK(to_time(253'402'214'400) > system_clock::now());
    const auto last =
        std::chrono::duration_cast<std::chrono::seconds>(Time::max().time_since_epoch());
    CHECK(to_time(last.count()) < Time::max() && to_time(last.count() + 1) == Time::max());
    const auto first =
        std::chrono::duration_cast<std::chrono::seconds>(Time::min().time_since_epoch());
    CHECK(to_time(first.count()) > Time::min() && to_time(first.count() - 1) == Time::min());
}

static void a_result_is_a_value_or_an_error() {
    Result<std::string> good("value"s);
    CHECK(good && good.has_value() && *good == "value" && good->size() == 5
          && good.value() == "value");
    CHECK_EQUAL(*std::move(good), "value");
    Result<std::string> bad(Error(Status::Timeout, "too late"));
    CHECK(!bad && !bad.has_value());
    CHECK_ERROR(bad.error(), Timeout, "too late");
    CHECK_THROWS(bad.value(), Timeout, "too late");
    CHECK_THROWS(*bad, Timeout, "too late");
    CHECK_THROWS(bad->size(), Timeout, "too late");
    CHECK_THROWS(std::move(bad).value(), Timeout, "too late");
    Result<void> done, undone(Error(Status::Cache, "full"));
    CHECK(done && !undone);
    done.value();
    CHECK_THROWS(undone.value(), Cache, "full");
    const Error error(Status::Network, "gone");
    CHECK(!error.code() && !error.http_status() && !error.is_retryable() && !error.retry_after());
    CHECK_EQUAL(lsagent::to_string(error.status()), "LS_ERR_NETWORK");
    CHECK_EQUAL(lsagent::to_string(static_cast<Status>(12345)), "unknown status");
    CHECK_EQUAL(lsagent::version(), "0.2.0");
}

static void what_is_wrong_with_the_settings_is_said_when_an_agent_is_made() {
    using namespace std::chrono_literals;
    CHECK_THROWS(Agent(Config()), Config, "api_key");
    CHECK_THROWS(Agent(keys().base_url("ftp://example.com")), InvalidArgument, "base_url");
    CHECK_THROWS(Agent(keys().base_url(nullptr)), InvalidArgument, "base_url");
    CHECK_THROWS(Agent(keys().timeout(0ms)), InvalidArgument, "timeout_ms");
    CHECK_THROWS(Agent(keys().timeout(-1s)), InvalidArgument, "timeout_ms");
    CHECK_THROWS(Agent(keys().timeout(std::chrono::hours(24 * 365))), InvalidArgument,
                 "timeout_ms");
    CHECK_THROWS(Agent(keys().connect_timeout(0ms)), InvalidArgument, "connect_timeout_ms");
    CHECK_THROWS(Agent(keys().offline_grace(-1s)), InvalidArgument, "offline_grace_seconds");
    CHECK_THROWS(Agent(keys().refresh_after(-1s)), InvalidArgument, "refresh_after_seconds");
    CHECK_THROWS(Agent(keys().max_response_bytes(1)), InvalidArgument, "max_response_bytes");
    CHECK_THROWS(Agent(keys().app("a b", "1")), InvalidArgument, "name");
    CHECK_THROWS(Agent(keys().remember(static_cast<lsagent::Remember>(99))), InvalidArgument,
                 "mode");
    CHECK_THROWS(Agent(keys().log(static_cast<lsagent::LogLevel>(99), [](auto, auto) {})),
                 InvalidArgument, "level");
    CHECK_THROWS(Agent(keys().remember(true)), Config, "remember");
    CHECK_THROWS(Agent(keys().product_id("up", 0)), InvalidArgument, "product_id");
    CHECK_THROWS(Agent(keys().product_id("up", 0).product_id("other", 1)), InvalidArgument,
                 "product_id");
    CHECK_THROWS(Agent(keys().product_id(nullptr, 1)), InvalidArgument, "product");
    CHECK_THROWS(Agent(keys().oauth_client("id", "secret")), Config, "api_key");
    CHECK_THROWS(Agent(Config().oauth_client("id", nullptr)), InvalidArgument, "client_secret");
    CHECK_THROWS(Agent(Config().oauth_client("i\0d"s, "secret")), InvalidArgument,
                 "client_id: holds a NUL");
    CHECK_THROWS(Agent(Config().oauth_client("id", "sec\0ret"s)), InvalidArgument,
                 "client_secret: holds a NUL");
    CHECK_THROWS(Agent(Config().oauth_client("id", "secret", "https://a.example\0/"s)),
                 InvalidArgument, "token_url: holds a NUL");
    // A NUL does not cut, and what is not UTF-8 is refused.
    CHECK_THROWS(Agent(keys().base_url("https://a.example\0.evil.example"s)), InvalidArgument,
                 "base_url: holds a NUL");
    CHECK_THROWS(Agent(keys().cache_dir("/tmp\0x"sv)), InvalidArgument, "path: holds a NUL");
    CHECK_THROWS(Agent(keys().api_key("key", "sha\0red"s)), InvalidArgument,
                 "shared_key: holds a NUL");
    CHECK_THROWS(Agent(keys().device_id("\xff")), InvalidArgument, "device_id: is not UTF-8");
    CHECK_FAILED(Agent::make(std::nothrow, keys().app("name", "1\0"s)), InvalidArgument,
                 "version: holds a NUL");
    // The same setter makes good for it; another does not.
    Agent mended(keys().device_id("a\0b"s).device_id("ab"));
    CHECK(mended.get() != nullptr);
    CHECK_THROWS(Agent(keys().device_id("a\0b"s).proxy("")), InvalidArgument, "device_id");
    CHECK_THROWS(Agent(keys().pinned_public_key("sha256//AAAA")), InvalidArgument,
                 "pins: expected \"sha256//\"");
    CHECK_THROWS(lsagent::Uipath(keys(), "http://suite.example", "token"), InvalidArgument,
                 "base_url");
    CHECK_THROWS(lsagent::Uipath(keys(), "https://suite.example", "to\0ken"s), InvalidArgument,
                 "access_token: holds a NUL");
    CHECK_THROWS(lsagent::Uipath(keys().proxy("a\0b"s), "https://suite.example", "token"),
                 InvalidArgument, "url: holds a NUL");
}

// Every way to ask, with the same mistake.
template <class... Question>
static void is_refused(const Agent &agent, const char *part, const Question &...question) {
    constexpr auto policy = lsagent::Policy::CacheOnly;
    const auto unheard = [](auto) { fail(__FILE__, __LINE__, "nothing was begun"); };
    CHECK_THROWS(agent.check(question..., policy), InvalidArgument, part);
    CHECK_FAILED(agent.check(std::nothrow, question..., policy), InvalidArgument, part);
    CHECK_THROWS(agent.check_start(question..., policy, unheard), InvalidArgument, part);
    CHECK_FAILED(agent.check_start(std::nothrow, question..., policy, unheard), InvalidArgument,
                 part);
    CHECK_THROWS(agent.check_async(question..., policy).get(), InvalidArgument, part);
    CHECK_FAILED(agent.check_async(std::nothrow, question..., policy).get(), InvalidArgument, part);
    if constexpr (sizeof...(Question) == 2) {
        CHECK_THROWS(agent.user_licenses(question..., policy), InvalidArgument, part);
        CHECK_THROWS(agent.user_licenses_start(question..., policy, unheard), InvalidArgument,
                     part);
        CHECK_THROWS(agent.user_licenses_async(question..., policy).get(), InvalidArgument, part);
        CHECK_FAILED(agent.user_licenses_async(std::nothrow, question..., policy).get(),
                     InvalidArgument, part);
    }
}

// Every way to sign somebody in, with the same mistake.
static void nobody_signs_in(const Agent &agent, const char *part, const SsoOptions &options,
                            const StringArg &product, const StringArg &account) {
    const auto unheard = [](auto) { fail(__FILE__, __LINE__, "nothing was begun"); };
    const auto async = [&] { return agent.sso_sign_in_async(product, account, options); };
    CHECK_THROWS(agent.sso_sign_in(product, account, options), InvalidArgument, part);
    CHECK_FAILED(agent.sso_sign_in(std::nothrow, product, account, options), InvalidArgument, part);
    CHECK_THROWS(agent.sso_sign_in_start(product, account, options, unheard), InvalidArgument,
                 part);
    CHECK_FAILED(agent.sso_sign_in_start(std::nothrow, product, account, options, unheard),
                 InvalidArgument, part);
    CHECK_THROWS(async().get(), InvalidArgument, part);
    CHECK_FAILED(agent.sso_sign_in_async(std::nothrow, product, account, options).get(),
                 InvalidArgument, part);
}

static SsoOptions unseen() {
    return SsoOptions().browser(
        [](auto) -> bool { fail(__FILE__, __LINE__, "nothing is to be shown"); });
}

static void a_sign_in_with_a_mistake_does_not_begin() {
    using namespace std::chrono_literals;
    Agent agent{keys()};
    const auto is_refused = [&agent](const char *part, const SsoOptions &options) {
        nobody_signs_in(agent, part, options, "up", "acme");
    };
    nobody_signs_in(agent, "product: is NULL", unseen(), nullptr, "acme");
    nobody_signs_in(agent, "product: holds a NUL", unseen(), "u\0p"s, "acme");
    nobody_signs_in(agent, "customer_account_code: is empty", unseen(), "up", "");
    nobody_signs_in(agent, "customer_account_code: holds a NUL", unseen(), "up", "ac\0me"sv);
    is_refused("path: is NULL", unseen().path(nullptr));
    is_refused("path: holds a NUL", unseen().path("/a\0b"s));
    is_refused("path: ", unseen().path("no-slash"));
    is_refused("timeout_ms: ", unseen().timeout(0ms));
    is_refused("timeout_ms: ", unseen().timeout(-1s));
    is_refused("timeout_ms: ", unseen().timeout(std::chrono::hours(24 * 365)));
    is_refused("response_type: ", unseen().response_type(static_cast<lsagent::SsoResponse>(7)));
    // The same setter makes good for it; another does not.
    is_refused("path: ", unseen().path(nullptr).port(1));
    CHECK_THROWS(agent.sso_sign_in("up", "acme", unseen().path(nullptr).path("/").timeout(1s)),
                 Network, "");
    SsoOptions options = unseen();
    const SsoOptions moved = std::move(options);
    options.port(1).path("/").timeout(1s).browser(nullptr);
    is_refused("options: is NULL", options);
    CHECK_THROWS(agent.sso_sign_in("up", "acme", moved), Network, "");
    CHECK_THROWS(agent.sso_url(nullptr, "acme"), InvalidArgument, "product: is NULL");
    CHECK_THROWS(agent.sso_url("up", "ac\0me"s), InvalidArgument, "customer_account_code: holds");
    CHECK_THROWS(agent.sso_url("up", "acme", static_cast<lsagent::SsoResponse>(7)), InvalidArgument,
                 "response_type");
    CHECK_FAILED(agent.sso_url(std::nothrow, "up", "acme", {}, "app:a\0b"s), InvalidArgument,
                 "redirect_uri: holds a NUL");
    CHECK_THROWS(agent.fetch_product(nullptr), InvalidArgument, "product: is NULL");
    CHECK_FAILED(agent.fetch_product(std::nothrow, "u\0p"s), InvalidArgument,
                 "product: holds a NUL");
    CHECK_THROWS(agent.sso_sign_in_start("up", "acme", moved,
                                         std::function<void(Result<lsagent::Licenses>)>()),
                 InvalidArgument, "callback");
    const Agent taken = std::move(agent);
    is_refused("agent", moved);
    CHECK_THROWS(agent.sso_url("up", "acme"), InvalidArgument, "agent");
    CHECK_THROWS(agent.fetch_product("up"), InvalidArgument, "agent");
}

static void arguments_are_refused_by_name() {
    const Agent agent{keys()};
    const auto user = Credentials::password("a@example.com", "secret");
    is_refused(agent, "product: is NULL", nullptr, user);
    is_refused(agent, "product: is empty", "", user);
    is_refused(agent, "product: holds a NUL", "u\0p"s, user);
    is_refused(agent, "product: is not UTF-8", "\xff", user);
    is_refused(agent, "feature: holds a NUL", "up", "ex\0port"sv, user);
    is_refused(agent, "username: holds a NUL", "up", Credentials::password("a\0b"s, "secret"));
    is_refused(agent, "password: holds a NUL", "up", Credentials::password("a", "sec\0ret"s));
    is_refused(agent, "id_token: holds a NUL", "up", Credentials::id_token("a\0b"s, "acme"));
    is_refused(agent, "customer_account_code: is NULL", "up", Credentials::id_token("a", nullptr));
    is_refused(agent, "redirect_uri: holds a NUL", "up", Credentials::code("a", "acme", "a\0b"s));
    is_refused(agent, "username: holds a NUL", "up", Credentials::remembered("a\0b"s));
    is_refused(agent, "username: is NULL", "up", Credentials::password(nullptr, "secret"));
    CHECK_THROWS(agent.check("up", user, static_cast<lsagent::Policy>(77)), InvalidArgument,
                 "policy");
    constexpr auto policy = lsagent::Policy::CacheOnly;
    CHECK_THROWS(agent.customer_license_users("up", "a\0b"s, policy), InvalidArgument,
                 "customer_email: holds a NUL");
    CHECK_THROWS(agent.customer_license_users_start("up", nullptr, policy, [](auto) {}),
                 InvalidArgument, "customer_email: is NULL");
    CHECK_THROWS(agent.customer_license_users_async("up", "").get(), InvalidArgument,
                 "customer_email");
    CHECK_FAILED(agent.customer_license_users_async(std::nothrow, "", "a").get(), InvalidArgument,
                 "product");
    // A null pointer must not turn "forget this one" into "forget everybody".
    CHECK_THROWS(agent.forget(static_cast<const char *>(nullptr)), InvalidArgument, "username");
    CHECK_THROWS(agent.forget("a\0b"s), InvalidArgument, "username: holds a NUL");
    using Callback = std::function<void(Result<lsagent::Entitlement>)>;
    CHECK_THROWS(agent.check_start("up", user, policy, Callback()), InvalidArgument, "callback");
    void (*nobody)(Result<lsagent::Entitlement>) = nullptr;
    CHECK_THROWS(agent.check_start("up", user, policy, nobody), InvalidArgument, "callback");
    const lsagent::Uipath uipath(keys(), "https://127.0.0.1:1", "token");
    CHECK_THROWS(uipath.set_access_token("a\0b"s), InvalidArgument, "access_token: holds a NUL");
    CHECK_THROWS(uipath.set_access_token("\xff"), InvalidArgument, "access_token");
    CHECK_THROWS(uipath.set_method(static_cast<UipathMethod>(3)), InvalidArgument, "method");
    uipath.set_method(UipathMethod::Put);
    CHECK_THROWS(uipath.allocate_user_licenses("a\0b"s, {"u"}, {"b"}), InvalidArgument,
                 "account_id");
    CHECK_THROWS(uipath.allocate_user_licenses("a", {"u", "v\0w"sv}, {"b"}), InvalidArgument,
                 "user_ids[1]: holds a NUL");
    CHECK_THROWS(uipath.allocate_user_licenses("a", {"u"}, {"b\0"sv}), InvalidArgument,
                 "bundle_codes[0]: holds a NUL");
    CHECK_THROWS(uipath.allocate_user_licenses("a", {}, {"b"}), InvalidArgument, "user_ids");
    CHECK_THROWS(
        uipath.allocate_user_licenses("a", std::array<const char *, 2>{"u", nullptr}, {"b"}),
        InvalidArgument, "user_ids[1]: is NULL");
}

static void what_was_moved_from_is_an_error_or_empty() {
    Agent agent{keys()};
    const Agent taken = std::move(agent);
    const auto user = Credentials::password("a@example.com", "secret");
    is_refused(agent, "agent", "up", user);
    is_refused(agent, "agent", "up", "export", user);
    CHECK_THROWS(agent.forget("a"), InvalidArgument, "agent");
    CHECK_THROWS(agent.forget_all(), InvalidArgument, "agent");
    CHECK(!agent.clock_offset());
    CHECK(agent.close(std::chrono::seconds(1)) == lsagent::Status::InvalidArgument);
    Credentials given = Credentials::password("a@example.com", "secret"),
                received = std::move(given);
    is_refused(taken, "credentials", "up", given);
    Config config = keys(), moved = std::move(config);
    config.timeout(std::chrono::seconds(1))
        .app("a", "1")
        .log(lsagent::LogLevel::Info, [](auto, auto) {});
    config.on_refresh([](const auto &) {}).on_refresh(nullptr);
    CHECK_THROWS(Agent{config}, InvalidArgument, "config");
    lsagent::Uipath uipath(moved, "https://127.0.0.1:1", "token"), used = std::move(uipath);
    CHECK_THROWS(uipath.set_access_token("a"), InvalidArgument, "uipath");
    CHECK_THROWS(uipath.set_method(UipathMethod::Put), InvalidArgument, "uipath");
    CHECK_THROWS(uipath.allocate_user_licenses("a", {"u"}, {"b"}), InvalidArgument, "uipath");

    const lsagent::Task task(nullptr);
    CHECK(task.wait_for(std::chrono::seconds(1)) == Status::InvalidArgument);
    CHECK(task.cancel() == Status::InvalidArgument);
    const lsagent::Licenses licenses(nullptr);
    CHECK(licenses.empty() && licenses.begin() == licenses.end() && licenses.to_json().empty());
    CHECK(!licenses.front().id() && !licenses.back().channel() && !licenses[7].is_trial());
    CHECK(!licenses.fallback());
    CHECK_THROWS(licenses.check("up"), InvalidArgument, "licenses");
    const lsagent::Entitlement entitlement(nullptr);
    CHECK(!entitlement && !entitlement.license() && !entitlement.expires_at());
    CHECK(entitlement.message().empty() && entitlement.to_json().empty()
          && !entitlement.fallback());
    CHECK(entitlement.decision() == lsagent::Decision::DeniedNoLicense);
    const lsagent::LicenseUsers users(nullptr);
    CHECK(users.empty() && !users.customer().email() && !users[0].email()
          && users.to_json().empty());
    const lsagent::Allocations allocations(nullptr);
    CHECK(allocations.empty() && !allocations[0].user_id() && allocations.to_json().empty());
    CHECK(allocations[0].user_bundle_codes().empty()
          && allocations[0].user_bundle_codes()[3].empty());
    const lsagent::License license;
    CHECK(license.product_features().empty() && license.custom_fields().empty()
          && !license.holder());
    CHECK(!license.customer() && !license.product_details() && license.to_json().empty());
}

int main() {
    text_goes_in_as_it_is();
    lists_go_in_as_they_are();
    times_that_do_not_fit_are_the_furthest_there_are();
    a_result_is_a_value_or_an_error();
    what_is_wrong_with_the_settings_is_said_when_an_agent_is_made();
    arguments_are_refused_by_name();
    a_sign_in_with_a_mistake_does_not_begin();
    what_was_moved_from_is_an_error_or_empty();
    std::cout << "wrong use is an error\n";
    return 0;
}
