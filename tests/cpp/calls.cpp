// A Call: described once, and then used in each of its ways, as often as one likes, by copies, after
// what it was made from has gone, after its agent has gone, or not at all.
#include "check.hpp"

#include <atomic>

using lsagent::Agent;
using lsagent::Call;
using lsagent::Calls;
using lsagent::Credentials;
using lsagent::Entitlement;
using lsagent::Licenses;
using lsagent::Policy;
using lsagent::Result;
using lsagent::Status;
using namespace std::string_literals;

static_assert(std::is_same_v<decltype(std::declval<Agent>().check("", member(""))), Entitlement>);
static_assert(std::is_copy_constructible_v<Call<Licenses>> && std::is_copy_assignable_v<Calls>);
static_assert(std::is_nothrow_move_constructible_v<Call<Licenses>>);

// What each way of a call brings: the same status in all of them.
template <class T> static void each_way_ends_with(const Call<T> &call, Status status) {
    const auto of = [](const Result<T> &result) {
        return result ? Status::Ok : result.error().status();
    };
    const auto caught = [](auto get) {
        try {
            static_cast<void>(get());
            return Status::Ok;
        } catch (const lsagent::Error &error) {
            return error.status();
        }
    };
    CHECK_EQUAL(caught([&] { return call.get(); }), status);
    CHECK_EQUAL(of(call.try_get()), status);
    CHECK_EQUAL(caught([&] { return call.async().get(); }), status);
    CHECK_EQUAL(of(call.try_async().get()), status);
    Mailbox<Status> came;
    const auto put = [&](Result<T> result) { came.put(of(result)); };
    CHECK(call.start(put).wait_for(LONG) == Status::Ok);
    CHECK(call.try_start(put).value().wait_for(LONG) == Status::Ok);
    CHECK(came.await(2)[0] == status && came.await(2)[1] == status && came.await(2).size() == 2);
}

// What is wrong is said by each way, and nothing begins.
template <class T> static void each_way_refuses(const Call<T> &call, const char *part) {
    const auto unheard = [](auto) { fail(__FILE__, __LINE__, "nothing was begun"); };
    CHECK_THROWS(call.get(), InvalidArgument, part);
    CHECK_FAILED(call.try_get(), InvalidArgument, part);
    CHECK_THROWS(call.start(unheard), InvalidArgument, part);
    CHECK_FAILED(call.try_start(unheard), InvalidArgument, part);
    CHECK_THROWS(call.async().get(), InvalidArgument, part);
    CHECK_FAILED(call.try_async().get(), InvalidArgument, part);
}

static void each_call_can_be_made_in_each_way() {
    const Agent agent(sandbox_config());
    const Calls calls = agent.calls();
    const auto wrong = Credentials::password("trial@example.com", "wrong");
    each_way_ends_with(calls.check("up", member("trial")), Status::Ok);
    each_way_ends_with(calls.check("up", "export", member("features")), Status::Ok);
    each_way_ends_with(calls.user_licenses("up", member("several")), Status::Ok);
    each_way_ends_with(calls.customer_license_users("up", "test@example.com"), Status::Ok);
    each_way_ends_with(calls.user_licenses("up", wrong, Policy::NetworkOnly), Status::Credentials);
    each_way_ends_with(calls.check("up", member("grace"), Policy::CacheOnly), Status::NotCached);
    CHECK(calls.user_licenses("up", member("several")).get().size() == 4);
}

static void a_sign_in_can_be_made_in_each_way() {
    const Agent agent(sandbox_config());
    std::atomic<int> shown{0};
    auto sign_in = [&] {
        return agent.calls().sso_sign_in(
            "up", "acme",
            lsagent::SsoOptions().timeout(std::chrono::milliseconds(1)).browser([&](auto url) {
                shown += url.empty() ? 100 : 1;
                return true;
            }));
    }();
    // The options are gone; nobody is there to sign in.
    each_way_ends_with(sign_in, Status::Timeout);
    CHECK_EQUAL(shown, 6);
}

static void a_call_outlives_what_it_was_made_from() {
    const Agent agent(sandbox_config());
    const auto call = [&] {
        const auto product = "u"s + "p",
                   feature = "a feature with a name too long to lie in place"s;
        const auto user = member("features");
        const Calls calls = agent.calls();
        return calls.check(product, feature, user);
    }();
    each_way_ends_with(call, Status::Ok);
    CHECK(call.get().decision() == lsagent::Decision::DeniedNoFeature);
    const auto copy = call;
    each_way_ends_with(copy, Status::Ok);
    // What was started outlives the call too.
    auto future = agent.calls().check("up"s, member("trial"), Policy::NetworkOnly).async();
    CHECK(future.get().is_allowed());
}

static void a_call_that_is_dropped_asks_nothing() {
    SilentServer server;
    auto config = sandbox_config();
    std::atomic<int> lines{0};
    config.base_url(server.base_url())
        .cache_enabled(false)
        .log(lsagent::LogLevel::Debug, [&](auto, auto) { ++lines; });
    const auto watch = std::make_shared<int>(0);
    {
        const Agent agent(config);
        const int before = lines;
        const auto dropped = agent.calls().check("up", member("trial"), Policy::NetworkOnly);
        auto browser = [watch](auto) { return ++*watch > 0; };
        static_cast<void>(
            agent.calls().sso_sign_in("up", "acme", lsagent::SsoOptions().browser(browser)));
        CHECK_EQUAL(lines, before);
    }
    CHECK(*watch == 0 && watch.use_count() == 1);
}

static void a_call_knows_its_agent_and_does_not_keep_it() {
    auto agent = std::make_optional<Agent>(sandbox_config());
    const Calls calls = agent->calls();
    const auto call = calls.check("up", member("trial"));
    // It goes where its agent goes.
    Agent moved = *std::move(agent);
    agent.reset();
    each_way_ends_with(call, Status::Ok);
    each_way_ends_with(calls.check("up", member("trial")), Status::Ok);
    moved = Agent(sandbox_config());
    each_way_refuses(call, "agent");
    each_way_refuses(calls.check("up", member("trial")), "agent");
    Agent given(sandbox_config());
    const Agent taken = std::move(given);
    each_way_refuses(given.calls().check("up", member("trial")), "agent");
}

static void what_was_moved_from_is_refused() {
    const Agent agent(sandbox_config());
    auto call = agent.calls().check("up", member("trial"));
    const auto moved = std::move(call);
    each_way_refuses(call, "call");
    each_way_ends_with(moved, Status::Ok);
    auto user = member("trial");
    const auto shares = agent.calls().check("up", user);
    const auto received = std::move(user);
    each_way_refuses(agent.calls().check("up", user), "credentials");
    each_way_ends_with(shares, Status::Ok);
    // What is given away to C is no longer the call's.
    auto released = member("trial");
    const auto without = agent.calls().check("up", released);
    ls_credentials_free(released.release());
    each_way_refuses(without, "credentials");
}

static void mistakes_are_said_when_it_is_used() {
    const Agent agent(sandbox_config());
    const Calls calls = agent.calls();
    each_way_refuses(calls.check("u\0p"s, member("trial")), "product: holds a NUL");
    each_way_refuses(calls.check(nullptr, member("trial")), "product: is NULL");
    each_way_refuses(calls.check("up", "a\0b"s, member("trial")), "feature: holds a NUL");
    each_way_refuses(calls.user_licenses("up", Credentials::password("a\0b"s, "")), "username");
    each_way_refuses(calls.user_licenses("up", member("trial"), static_cast<Policy>(77)), "policy");
    each_way_refuses(calls.sso_sign_in("up", "acme", lsagent::SsoOptions().path(nullptr)), "path");
    using Callback = std::function<void(Result<Entitlement>)>;
    CHECK_FAILED(calls.check("up", member("trial")).try_start(Callback()), InvalidArgument,
                 "callback");
}

// As 0.1.0 takes them, those of which the types have to be told by the parameters included.
static void the_former_names_take_what_they_took() {
    const Agent agent(sandbox_config());
    const auto unheard = [](auto) { fail(__FILE__, __LINE__, "nothing was begun"); };
    CHECK_THROWS(agent.sso_sign_in_start("", "acme", {}, unheard), InvalidArgument, "product");
    CHECK_FAILED(agent.sso_sign_in_start(std::nothrow, "", "acme", {}, unheard), InvalidArgument,
                 "product");
    const std::string product = "up";
    const lsagent::StringArg text(product);
    CHECK(agent.check(text, nullptr, member("trial")).is_allowed());
    CHECK(agent.check_async(std::string_view(product), member("trial")).get().is_allowed());
    std::promise<bool> heard;
    auto future = heard.get_future();
    // A callback that can only be moved, and one that is named.
    const auto first = agent.check_start(
        std::nothrow, text, nullptr, member("trial"), Policy::CacheFirst,
        [heard = std::move(heard)](auto result) mutable { heard.set_value(result->is_allowed()); });
    CHECK(first && future.get());
    Mailbox<bool> came;
    auto callback = [&came](const Result<Entitlement> &result) { came.put(result.has_value()); };
    const auto second = agent.check_start(product, member("trial"), Policy::CacheFirst, callback);
    CHECK(second.wait_for(LONG) == Status::Ok && came.await(1)[0]);
}

// Steps come one by one on another thread; what is wrong is in the report, and what was passed wrongly an error.
static void the_doctor_reports_each_step_and_all_of_them() {
    const Agent agent(sandbox_config());
    const auto user = member("valid");
    const auto own = std::this_thread::get_id();
    std::string steps;
    bool is_elsewhere = true;
    const auto on_step = [&](const lsagent::DoctorStep &step) {
        is_elsewhere = is_elsewhere && std::this_thread::get_id() != own;
        CHECK(step.status != lsagent::DoctorStatus::Failed && !step.sentence.empty());
        steps += (steps.empty() ? "" : ",") + std::string(step.json);
    };
    const auto report = agent.doctor("up", &user, LONG, on_step);
    CHECK(is_elsewhere && report.find("\"steps\":[" + steps + "]") != std::string::npos);
    CHECK(report.find("\"outcome\":\"ok\"") != std::string::npos);
    CHECK(agent.doctor().find("\"id\":\"user\",\"status\":\"skipped\"") != std::string::npos);
    CHECK(agent.doctor(nullptr, nullptr, LONG, [](const auto &) { throw 1; }).size() > 100);
    CHECK_FAILED(agent.doctor(std::nothrow, ""), InvalidArgument, "product_or_null");
    CHECK_FAILED(agent.doctor(std::nothrow, "up", nullptr, std::chrono::milliseconds(0)),
                 InvalidArgument, "timeout_ms");
    const auto key = Credentials::license_key("K-1");
    CHECK_FAILED(agent.doctor(std::nothrow, "up", &key), InvalidArgument, "credentials");
}

int main() {
    each_call_can_be_made_in_each_way();
    a_sign_in_can_be_made_in_each_way();
    a_call_outlives_what_it_was_made_from();
    a_call_that_is_dropped_asks_nothing();
    a_call_knows_its_agent_and_does_not_keep_it();
    what_was_moved_from_is_refused();
    mistakes_are_said_when_it_is_used();
    the_former_names_take_what_they_took();
    the_doctor_reports_each_step_and_all_of_them();
    await_the_last_thread();
    std::cout << "a call has four ways\n";
    return 0;
}
