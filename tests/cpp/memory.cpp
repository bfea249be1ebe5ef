// Ten thousand checks from the store, and what they leave behind in memory: nothing.
#include "check.hpp"

using lsagent::Policy;

static constexpr int WARM = 1000;
static constexpr int ALL = 10'000;
// What an allocator may keep; a leak of 256 bytes a check would be more than twice as much.
static constexpr long ALLOWED_KIB = 1024;

static long resident_kib() {
    std::ifstream statm("/proc/self/statm");
    long size = 0, resident = 0;
    CHECK(statm >> size >> resident);
    return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

static void check(const lsagent::Agent &agent, int round) {
    const auto user = member("features");
    const auto entitlement = agent.check("up", "export", user, Policy::CacheOnly);
    CHECK(entitlement.is_allowed() && !entitlement.message().empty());
    CHECK(entitlement.license()->product_features().size() == 4);
    CHECK_FAILED(agent.check(std::nothrow, "up", member("nobody"), Policy::CacheOnly), NotCached,
                 "");
    // Threads come and go: at times.
    if (round % 10 == 0) {
        CHECK(agent.check_async("up", user, Policy::CacheOnly).get().is_allowed());
        CHECK_THROWS(agent.check_async("", user, Policy::CacheOnly).get(), InvalidArgument,
                     "product");
        CHECK(!entitlement.to_json().empty());
    }
}

int main() {
    const lsagent::Agent agent(sandbox_config());
    CHECK(agent.check("up", member("features"), Policy::NetworkFirst).is_allowed());
    long warm = 0;
    for (int round = 0; round < ALL; ++round) {
        if (round == WARM)
            warm = resident_kib();
        check(agent, round);
    }
    const long grown = resident_kib() - warm;
    if (grown > ALLOWED_KIB)
        fail(__FILE__, __LINE__, "memory has grown by " + std::to_string(grown) + " KiB");
    std::cout << "memory is flat: " << grown << " KiB more after " << ALL << " checks\n";
    return 0;
}
