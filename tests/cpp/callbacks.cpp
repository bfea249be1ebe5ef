// Callbacks and futures: what is thrown stays on this side, everybody is told once, and nothing
// outlives what it needs.
#include "check.hpp"

#include <atomic>

using lsagent::Agent;
using lsagent::Entitlement;
using lsagent::Error;
using lsagent::Policy;
using lsagent::Result;
using lsagent::Status;
using namespace std::chrono_literals;

static std::string joined(const std::vector<std::string> &lines) {
    std::string all;
    for (const auto &line : lines)
        all += line + '\n';
    return all;
}

static void a_started_call_is_told_once() {
    const Agent agent(sandbox_config());
    std::atomic<int> told{0};
    // What can only be moved may be captured, and is gone with the callback.
    auto held = std::make_shared<int>(7);
    const std::weak_ptr<int> watch = held;
    std::promise<Status> heard;
    auto future = heard.get_future();
    const auto task = agent.check_start(
        "up", "export", member("features"), Policy::NetworkFirst,
        [&told, held = std::move(held),
         heard = std::move(heard)](Result<Entitlement> result) mutable {
            ++told;
            heard.set_value(result && result->is_allowed() ? Status::Ok : Status::Internal);
        });
    CHECK(future.get() == Status::Ok);
    CHECK(task.wait_for(LONG) == Status::Ok && task.wait_for(0ms) == Status::Ok);
    CHECK(told == 1 && watch.expired());
    CHECK(task.cancel() == Status::Ok && told == 1);
    Mailbox<std::size_t> sizes;
    const auto count = [&sizes](const auto &result) { sizes.put(result ? result->size() : 99); };
    const auto licenses =
        agent.user_licenses_start("up", member("several"), Policy::NetworkFirst, count);
    CHECK(licenses.wait_for(LONG) == Status::Ok && sizes.await(1)[0] == 4);
    const auto users = agent.customer_license_users_start(
        "up", "test@example.com", Policy::NetworkFirst,
        std::function<void(Result<lsagent::LicenseUsers>)>(count));
    CHECK(users.wait_for(LONG) == Status::Ok && sizes.await(2)[1] > 0);
}

static void a_future_gets_what_came() {
    const Agent agent(sandbox_config());
    auto allowed = agent.check_async("up", member("trial"), Policy::NetworkFirst);
    auto feature = agent.check_async("up", "old", member("features"), Policy::NetworkFirst);
    auto licenses = agent.user_licenses_async("up", member("several"), Policy::NetworkFirst);
    auto users = agent.customer_license_users_async("up", "empty@example.com", Policy::NetworkOnly);
    auto refused = agent.check_async(
        "up", lsagent::Credentials::password("trial@example.com", "wrong"), Policy::NetworkOnly);
    auto missing =
        agent.user_licenses_async(std::nothrow, "up", member("grace"), Policy::CacheOnly);
    CHECK(allowed.get().is_allowed() && !feature.get().is_allowed());
    CHECK(licenses.get().size() == 4 && users.get().empty());
    CHECK_THROWS(refused.get(), Credentials, "");
    CHECK_FAILED(missing.get(), NotCached, "");
}

static void what_leaves_a_callback_is_told_to_the_log() {
    Lines lines;
    auto config = sandbox_config();
    config.log(lsagent::LogLevel::Error, [&lines](lsagent::LogLevel level, std::string_view line) {
        CHECK(level == lsagent::LogLevel::Error);
        lines.put(std::string(line));
        throw std::logic_error("the log itself");
    });
    const Agent agent(config);
    const auto wait = [](const lsagent::Task &task) { CHECK(task.wait_for(LONG) == Status::Ok); };
    wait(agent.check_start("up", member("trial"), Policy::NetworkFirst,
                           [](auto) { throw std::runtime_error("from a check"); }));
    wait(agent.user_licenses_start("up", member("trial"), Policy::NetworkFirst,
                                   [](auto) { throw 42; }));
    wait(agent.customer_license_users_start(
        "up", "test@example.com", Policy::NetworkFirst, [](auto users) {
            throw Error(Status::Internal,
                        "from users, of which there are " + std::to_string(users->size()));
        }));
    const auto said = joined(lines.await(3));
    CHECK(said.find("an exception left a callback: from a check\n") != std::string::npos);
    CHECK(said.find("an exception left a callback: it is no std::exception\n")
          != std::string::npos);
    CHECK(said.find("an exception left a callback: from users, of which") != std::string::npos);
}

static void the_log_may_throw_at_every_line() {
    std::atomic<int> lines{0};
    auto config = sandbox_config();
    config.log(lsagent::LogLevel::Debug, [&lines](auto, std::string_view line) {
        CHECK(!line.empty());
        ++lines;
        throw std::runtime_error("no line is wanted");
    });
    const Agent agent(config);
    CHECK(agent.check("up", member("trial"), Policy::NetworkOnly).is_allowed());
    CHECK(lines > 0);
}

// A configuration whose every stored answer is due for a refresh.
static lsagent::Config restless() {
    auto config = sandbox_config();
    config.refresh_after(0s);
    return config;
}

static void a_refresh_is_told_of_and_may_throw() {
    Lines lines;
    Mailbox<Status> told;
    auto config = restless();
    // Set in this order, each keeps the other.
    config.on_refresh([&](const lsagent::Refresh &refresh) {
        CHECK(refresh.product == "up" && !refresh.changed && refresh.licenses == nullptr);
        CHECK(refresh.error && refresh.error->status() == refresh.status);
        told.put(refresh.status);
        throw std::runtime_error("from a refresh");
    });
    config.log(lsagent::LogLevel::Error,
               [&](auto, std::string_view line) { lines.put(std::string(line)); });
    Agent(config).check("up", member("trial"), Policy::NetworkFirst);
    config.base_url("https://127.0.0.1:1");
    const Agent agent(config);
    CHECK(agent.check("up", member("trial"), Policy::CacheFirst).source()
          == lsagent::Source::Cache);
    CHECK(told.await(1)[0] == Status::Network);
    CHECK(lines.await(1)[0] == "an exception left a callback: from a refresh");
}

static void a_refresh_brings_the_new_licenses() {
    Mailbox<std::string> holders;
    auto config = restless();
    config.on_refresh([&](const lsagent::Refresh &refresh) {
        CHECK(refresh.status == Status::Ok && refresh.changed && !refresh.error);
        const lsagent::License first = refresh.licenses->front();
        CHECK(first.id() && refresh.licenses->source() == lsagent::Source::Network);
        holders.put(std::string(first.holder()->email().value()));
    });
    const Agent agent(config);
    const auto token = lsagent::Credentials::id_token("token:trial@example.com", "acme");
    agent.user_licenses("up", token, Policy::NetworkFirst);
    tell_sandbox("POST", "/faults",
                 R"({"fault": "somebody_else", "email": "floating@example.com", "times": 1})");
    CHECK(agent.user_licenses("up", token, Policy::CacheFirst).size() == 1);
    CHECK_EQUAL(holders.await(1)[0], "floating@example.com");
}

// A function that tells when its last copy is gone.
struct Witness {
    std::shared_ptr<int> alive = std::make_shared<int>(0);
    void operator()(lsagent::LogLevel, std::string_view) const { ++*alive; }
    void operator()(const lsagent::Refresh &) const { ++*alive; }
};

static void callbacks_live_as_long_as_the_agents_made_with_them() {
    Witness witness;
    const std::weak_ptr<int> log = witness.alive;
    auto config = std::make_unique<lsagent::Config>(sandbox_config());
    config->log(lsagent::LogLevel::Debug, std::move(witness));
    Agent first(*config), second(*config);
    config->log(lsagent::LogLevel::Debug, nullptr);
    config.reset();
    CHECK(!log.expired());
    first.check("up", member("trial"), Policy::NetworkOnly);
    const int lines = *log.lock();
    CHECK(lines > 0);
    Agent moved = std::move(first);
    moved.check("up", member("trial"), Policy::NetworkOnly);
    CHECK(*log.lock() > lines);
    // Assigning frees the agent that was there, while its callbacks are still alive.
    auto pending = moved.check_async("up", member("trial"), Policy::NetworkOnly);
    moved = Agent(sandbox_config());
    try {
        pending.get();
    } catch (const Error &error) {
        CHECK_ERROR(error, Cancelled, "");
    }
    CHECK(!log.expired());
    second = std::move(moved);
    CHECK(log.expired());
    CHECK(second.check("up", member("trial"), Policy::NetworkOnly).is_allowed());
    Agent &itself = second;
    second = std::move(itself);
    CHECK(second.check("up", member("trial"), Policy::NetworkOnly).is_allowed());
}

static void an_agent_that_goes_first_leaves_no_future_without_an_outcome() {
    SilentServer server;
    auto config = sandbox_config();
    auto agent = std::make_optional<Agent>(config.base_url(server.base_url()).cache_enabled(false));
    std::vector<std::future<Entitlement>> checks;
    for (int i = 0; i < 8; ++i)
        checks.push_back(agent->check_async("up", member("trial"), Policy::NetworkOnly));
    auto users = agent->customer_license_users_async(std::nothrow, "up", "a@example.com");
    std::atomic<int> told{0};
    const auto task =
        agent->user_licenses_start("up", member("trial"), Policy::NetworkFirst, [&](auto result) {
            CHECK_FAILED(result, Cancelled, "");
            ++told;
            throw std::runtime_error("nobody hears");
        });
    server.await_visitor();
    agent.reset();
    CHECK(told == 1);
    for (auto &check : checks) {
        CHECK(check.wait_for(0s) == std::future_status::ready);
        CHECK_THROWS(check.get(), Cancelled, "");
    }
    CHECK_FAILED(users.get(), Cancelled, "");
    // A task may outlive its agent.
    CHECK(task.wait_for(LONG) == Status::Ok && task.cancel() == Status::Ok);
}

static void a_call_can_be_cancelled() {
    SilentServer server;
    auto config = sandbox_config();
    const Agent agent(config.base_url(server.base_url()).cache_enabled(false));
    Mailbox<Status> told;
    const auto task = agent.check_start("up", member("trial"), Policy::NetworkOnly,
                                        [&](auto result) { told.put(result.error().status()); });
    server.await_visitor();
    CHECK(task.wait_for(1ms) == Status::Timeout && task.wait_for(-1ms) == Status::Timeout);
    CHECK(task.cancel() == Status::Ok);
    CHECK(told.await(1)[0] == Status::Cancelled);
    CHECK(task.wait_for(std::chrono::hours(24 * 365)) == Status::Ok);
}

static void an_agent_may_go_within_its_own_callbacks() {
    for (const bool by_capture : {false, true}) {
        auto agent = std::make_shared<Agent>(sandbox_config());
        const auto gone = std::make_shared<std::promise<void>>();
        const auto &asked = *agent;
        // The last owner is the callback: it lets go while it runs, or by its own end.
        auto task = asked.check_start("up", member("trial"), Policy::NetworkFirst,
                                      [agent, by_capture, gone](auto) mutable {
                                          if (!by_capture)
                                              agent.reset();
                                          gone->set_value();
                                      });
        agent.reset();
        gone->get_future().get();
        CHECK(task.wait_for(LONG) == Status::Ok);
    }
    const auto gone = std::make_shared<std::promise<void>>();
    const auto asking = std::make_shared<std::mutex>();
    std::optional<Agent> agent;
    auto config = restless();
    config.base_url("https://127.0.0.1:1")
        .on_refresh([&agent, asking, gone](const lsagent::Refresh &refresh) {
            const std::lock_guard<std::mutex> lock(*asking);
            const std::string product(refresh.product);
            agent.reset();
            // What the callback itself is made of is still there.
            CHECK(product == "up");
            gone->set_value();
        });
    {
        const std::lock_guard<std::mutex> lock(*asking);
        agent.emplace(config);
        CHECK(agent->check("up", member("trial"), Policy::CacheFirst).is_allowed());
    }
    config = lsagent::Config();
    gone->get_future().get();
}

static void closing_says_whether_a_callback_is_running() {
    std::promise<void> begun, go_on;
    Agent agent(sandbox_config());
    auto task = agent.check_start("up", member("trial"), Policy::CacheOnly, [&](auto) {
        begun.set_value();
        go_on.get_future().get();
    });
    begun.get_future().get();
    CHECK(agent.close(0ms) == Status::Timeout);
    CHECK(agent.check(std::nothrow, "up", member("trial")).error().status() == Status::Cancelled);
    go_on.set_value();
    CHECK(agent.close(LONG) == Status::Ok && agent.close(0ms) == Status::Ok);
    CHECK(task.wait_for(0ms) == Status::Ok);
}

int main() {
    a_started_call_is_told_once();
    a_future_gets_what_came();
    what_leaves_a_callback_is_told_to_the_log();
    the_log_may_throw_at_every_line();
    a_refresh_is_told_of_and_may_throw();
    a_refresh_brings_the_new_licenses();
    callbacks_live_as_long_as_the_agents_made_with_them();
    an_agent_that_goes_first_leaves_no_future_without_an_outcome();
    a_call_can_be_cancelled();
    an_agent_may_go_within_its_own_callbacks();
    closing_says_whether_a_callback_is_running();
    await_the_last_thread();
    std::cout << "callbacks stay on their side\n";
    return 0;
}
