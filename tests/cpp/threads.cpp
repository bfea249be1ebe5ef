// One agent, used from many threads at once in every way there is.
#include "check.hpp"

#include <atomic>
#include <thread>
#include <vector>

using lsagent::Policy;

static constexpr int THREADS = 8;
static constexpr int ROUNDS = 10;

static void ask(const lsagent::Agent &agent, int thread) {
    const auto user = member("features");
    for (int round = 0; round < ROUNDS; ++round) {
        const auto policy = static_cast<Policy>((thread + round) % 4);
        if (thread % 2 == 0) {
            CHECK(agent.check("up", "export", user, policy).is_allowed());
            CHECK(agent.user_licenses(std::nothrow, "up", user, policy).value().size() == 1);
        } else {
            CHECK(agent.check_async("up", user, policy).get().is_allowed());
            std::promise<std::size_t> promise;
            const auto task = agent.customer_license_users_start(
                "up", "test@example.com", Policy::NetworkFirst,
                [&promise](auto users) { promise.set_value(users->size()); });
            CHECK(promise.get_future().get() > 0);
            CHECK(task.wait_for(std::chrono::minutes(1)) == lsagent::Status::Ok);
        }
        CHECK(!agent.clock_offset());
    }
}

// One result is read by everybody.
static void read(const lsagent::Licenses &licenses) {
    for (int round = 0; round < ROUNDS; ++round)
        for (const lsagent::License license : licenses)
            for (const lsagent::Feature feature : license.product_features())
                CHECK(feature.code() && license.to_json().size() > 2);
}

int main() {
    std::atomic<int> lines{0};
    auto config = sandbox_config();
    config.log(lsagent::LogLevel::Debug, [&lines](auto, auto) { ++lines; })
        .on_refresh([&lines](const auto &) { ++lines; })
        .refresh_after(std::chrono::seconds(0));
    const lsagent::Agent agent(config);
    const auto licenses = agent.user_licenses("up", member("features"), Policy::NetworkOnly);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < THREADS; ++thread)
        threads.emplace_back([&, thread] {
            ask(agent, thread);
            read(licenses);
            // Agents come and go beside it.
            CHECK(agent_of(config).get() != nullptr);
        });
    for (auto &thread : threads)
        thread.join();
    CHECK(lines > THREADS * ROUNDS);
    std::cout << "eight threads got along\n";
    return 0;
}
