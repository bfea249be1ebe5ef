// The same without exceptions: try_get() returns a Result, and so does each function that takes
// std::nothrow.
//
//   c++ -std=c++17 -fno-exceptions -fno-rtti no_exceptions.cpp $(pkg-config --cflags --libs lsagent)
#include <lsagent.hpp>

#include <cstdio>

#include "example.hpp"

using namespace lsagent;

static int failed(const Error &error) {
    std::fprintf(stderr, "%s: %s\n", to_string(error.status()).data(), error.what());
    return error.is_retryable() ? example::TRY_LATER : example::REFUSED;
}

int main(int argc, char **argv) {
    if (argc != 2)
        return example::MISUSED;
    const auto agent = Agent::make(std::nothrow, example::config());
    if (!agent)
        return failed(agent.error());
    const auto user = example::sign_in(argv[1]);
    const auto entitlement = agent->calls().check("up", user, Policy::CacheFirst).try_get();
    if (!entitlement)
        return failed(entitlement.error());
    std::puts(entitlement->is_allowed() ? "Start: yes" : "Start: no");
    return entitlement->is_allowed() ? example::DONE : example::REFUSED;
}
