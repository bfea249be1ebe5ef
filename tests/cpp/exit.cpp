// The process ends while a call is in flight: by main's end, by std::exit in a callback, and with
// the agent destroyed last of all, or never.
#include "check.hpp"

#include <condition_variable>
#include <mutex>

using lsagent::Policy;

static std::optional<lsagent::Agent> global;

static void ends_in_flight(lsagent::Agent &agent, SilentServer &server) {
    // Nobody keeps the future, nor the task.
    static_cast<void>(agent.check_async("up", member("trial"), Policy::NetworkOnly));
    agent.user_licenses_start("up", member("trial"), Policy::NetworkOnly, [](auto) {});
    server.await_visitor();
}

int main(int argc, char **argv) {
    const std::string how = argc > 1 ? argv[1] : "";
    auto config = sandbox_config();
    if (how == "exit-in-callback") {
        global.emplace(config);
        static_cast<void>(
            global->check_start("up", member("trial"), Policy::NetworkFirst, [](auto) {
                std::cout << "ended in flight" << std::endl;
                std::exit(0);
            }));
        // Holds the main thread until the process has ended.
        std::mutex mutex;
        std::unique_lock<std::mutex> lock(mutex);
        std::condition_variable().wait(lock, [] { return false; });
    }
    static SilentServer server;
    config.base_url(server.base_url()).cache_enabled(false);
    if (how == "global") {
        global.emplace(config);
        ends_in_flight(*global, server);
    } else if (how == "leaked") {
        static auto *leaked = new lsagent::Agent(config);
        ends_in_flight(*leaked, server);
    } else if (how == "local") {
        lsagent::Agent agent(config);
        ends_in_flight(agent, server);
    } else {
        fail(__FILE__, __LINE__, "no such end: " + how);
    }
    std::cout << "ended in flight" << std::endl;
    return 0;
}
