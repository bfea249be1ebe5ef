// The main job: at start-up, may this user run this product, and why?
#include <lsagent.hpp>

#include <iostream>

#include "example.hpp"

using namespace lsagent;

static void print_end(Time end) {
    const std::time_t when = std::chrono::system_clock::to_time_t(end);
    std::cout << "  until " << std::asctime(std::gmtime(&when));
}

static void print(const Entitlement &entitlement) {
    std::cout << (entitlement.is_allowed() ? "Start: yes\n  " : "Start: no\n  ")
              << entitlement.message() << '\n';
    if (const auto end = entitlement.expires_at())
        print_end(*end);
    if (const auto license = entitlement.license())
        for (const Feature feature : license->product_features())
            std::cout << "  feature: " << feature.code().value_or("(without a code)") << '\n';
    if (entitlement.source() == Source::Cache)
        std::cout << "  as stored on this device\n";
    if (const auto reason = entitlement.fallback())
        std::cout << "  the server was asked first: " << reason->what() << '\n';
}

// What an application does about an error is for it to say; this one does not start.
static int failed(const Error &error) {
    std::cerr << to_string(error.status()) << ": " << error.what() << '\n';
    if (const auto http_status = error.http_status())
        std::cerr << "  HTTP status " << *http_status << ", code " << error.code().value_or("none")
                  << '\n';
    switch (error.status()) {
    case Status::InvalidArgument:
    case Status::Config:
        return example::MISUSED;
    case Status::Credentials:
        std::cerr << "  Please sign in again.\n";
        return example::REFUSED;
    default:
        return error.is_retryable() ? example::TRY_LATER : example::REFUSED;
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        std::cerr << "Usage: check_at_startup USERNAME\n";
        return example::MISUSED;
    }
    try {
        const Agent agent(example::config());
        const auto entitlement = agent.check("up", example::sign_in(argv[1]), Policy::CacheFirst);
        print(entitlement);
        return entitlement.is_allowed() ? example::DONE : example::REFUSED;
    } catch (const Error &error) {
        return failed(error);
    }
}
