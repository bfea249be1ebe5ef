// Asks while an event loop runs: with a future that the loop looks at, and with a callback.
#include <lsagent.hpp>

#include <iostream>
#include <thread>

#include "example.hpp"

using namespace lsagent;
using namespace std::chrono_literals;

// A frame every 20 ms, until the answer is there.
static bool may_start(const Agent &agent, const Credentials &user) {
    auto answer = agent.calls().check("up", user, Policy::NetworkFirst).async();
    int frames = 1;
    while (answer.wait_for(20ms) != std::future_status::ready)
        ++frames;
    std::cout << "Frames drawn meanwhile: " << frames << '\n';
    const auto entitlement = answer.get();
    std::cout << (entitlement.is_allowed() ? "Start: yes\n" : "Start: no\n");
    return entitlement.is_allowed();
}

static void count_licenses(const Agent &agent, const Credentials &user) {
    std::promise<std::size_t> count;
    const auto call = agent.calls().user_licenses("up", user, Policy::CacheFirst);
    const Task task = call.start([&count](Result<Licenses> licenses) {
        // On a thread of the agent: no user interface here, only the hand-over.
        count.set_value(licenses ? licenses->size() : 0);
    });
    std::cout << "Licenses: " << count.get_future().get() << '\n';
    if (task.wait_for(1min) != Status::Ok)
        task.cancel();
}

int main(int argc, char **argv) {
    if (argc != 2) {
        std::cerr << "Usage: background USERNAME\n";
        return example::MISUSED;
    }
    try {
        Config config = example::config();
        config
            .log(LogLevel::Warning,
                 [](LogLevel, std::string_view line) { std::clog << line << '\n'; })
            .on_refresh([](const Refresh &refresh) {
                if (refresh.changed)
                    std::clog << refresh.product << ": other licenses than before\n";
            });
        const Agent agent(config);
        const auto user = example::sign_in(argv[1]);
        const bool is_allowed = may_start(agent, user);
        count_licenses(agent, user);
        return is_allowed ? example::DONE : example::REFUSED;
    } catch (const Error &error) {
        std::cerr << to_string(error.status()) << ": " << error.what() << '\n';
        return example::TRY_LATER;
    }
}
