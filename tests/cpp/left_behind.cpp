// A call whose thread the operating system holds for longer than freeing an agent may take: another
// thread delivers that it was cancelled. One that the application itself holds is waited for.
#include "check.hpp"

#include <cstdarg>

#include <fcntl.h>
#include <sys/syscall.h>

using lsagent::Policy;

// Holds whoever opens a file of the store, as a network drive may.
static struct {
    std::mutex mutex;
    std::condition_variable changed;
    std::string folder;
    int held = 0;
    bool is_shut = false;
} gate;

static void pass(const char *path) {
    std::unique_lock<std::mutex> lock(gate.mutex);
    if (!gate.is_shut || std::string(path).rfind(gate.folder, 0) != 0)
        return;
    ++gate.held;
    gate.changed.notify_all();
    gate.changed.wait(lock, [] { return !gate.is_shut; });
}

// In the place of the C library's, for the library as well.
extern "C" int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const int mode = (flags & O_CREAT) != 0 ? va_arg(more, int) : 0;
    va_end(more);
    pass(path);
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

static void the_system_holds_it() {
    const auto user = member("trial");
    auto config = sandbox_config();
    CHECK(lsagent::Agent(config).check("up", user, Policy::NetworkFirst).is_allowed());

    auto agent = std::make_optional<lsagent::Agent>(
        config.log(lsagent::LogLevel::Error, [](auto, std::string_view line) {
            CHECK(line.find("must not leave") != std::string_view::npos);
        }));
    gate.folder = needed("LSAGENT_CACHE_DIR");
    gate.is_shut = true;
    auto future = agent->check_async("up", user, Policy::CacheOnly);
    int told = 0;
    const auto task =
        agent->user_licenses_start("up", user, Policy::CacheOnly, [&told](auto result) {
            CHECK_FAILED(result, Cancelled, "the call was cancelled");
            ++told;
            throw std::runtime_error("this must not leave a destructor");
        });
    {
        std::unique_lock<std::mutex> lock(gate.mutex);
        gate.changed.wait(lock, [] { return gate.held > 0; });
    }
    agent.reset();
    CHECK(told == 1 && future.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
    CHECK_THROWS(future.get(), Cancelled, "the call was cancelled");
    CHECK(task.wait_for(std::chrono::seconds(0)) == lsagent::Status::Ok);
    {
        const std::lock_guard<std::mutex> lock(gate.mutex);
        gate.is_shut = false;
        gate.changed.notify_all();
    }
    // The threads end by themselves, and tell nobody a second time.
    await_the_last_thread();
    CHECK(told == 1);
}

// What shows the page must not wait; if it does, closing says so, and destroying the agent waits.
static void the_browser_holds_it() {
    struct Held {
        std::promise<void> begun, ended;
        std::future<void> may_go;
        std::string window = "a window with a name too long to lie within the object itself";
    };
    std::promise<void> may_go;
    auto held = std::make_shared<Held>();
    held->may_go = may_go.get_future();
    auto begun = held->begun.get_future(), ended = held->ended.get_future();
    auto agent = std::make_optional<lsagent::Agent>(sandbox_config());
    lsagent::SsoOptions options;
    options.browser([held](std::string_view) {
        held->begun.set_value();
        held->may_go.get();
        CHECK(held->window.size() > 40);
        held->ended.set_value();
        return true;
    });
    held.reset();
    Mailbox<lsagent::Status> told;
    const auto task = agent->sso_sign_in_start(
        "up", "acme", options, [&told](auto result) { told.put(result.error().status()); });
    options = lsagent::SsoOptions();
    begun.get();
    CHECK(agent->close(std::chrono::milliseconds(0)) == lsagent::Status::Timeout);
    may_go.set_value();
    agent.reset();
    CHECK(ended.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
    CHECK(told.await(1)[0] == lsagent::Status::Cancelled);
    CHECK(task.wait_for(std::chrono::seconds(0)) == lsagent::Status::Ok);
    await_the_last_thread();
    CHECK(told.await(1).size() == 1);
}

int main() {
    the_system_holds_it();
    the_browser_holds_it();
    std::cout << "nobody waits for ever\n";
}
