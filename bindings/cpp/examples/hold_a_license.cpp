// A license that is held on this device: activated once by its key, then opened at each start.
#include <lsagent.hpp>

#include <iostream>

#include "example.hpp"

using namespace lsagent;

// The license of this device; the first time, the person gives its key.
static Activation hold(const Agent &agent, const std::string &product, const char *key) {
    auto opened = agent.open_activation(std::nothrow, product);
    if (opened)
        return *std::move(opened);
    if (opened.error().status() != Status::NotActivated || key == nullptr)
        throw opened.error();
    return agent.activate(product, Credentials::license_key(key));
}

static int start(const std::string &product, const char *key, bool gives_up) {
    const Agent agent(example::config());
    const auto activation = hold(agent, product, key);
    const auto entitlement = activation.check();
    std::cout << (entitlement.is_allowed() ? "Start: yes\n  " : "Start: no\n  ")
              << entitlement.message() << '\n';
    if (gives_up) {
        activation.deactivate();
        std::cout << "Another device may use the license now.\n";
    }
    return entitlement.is_allowed() ? example::DONE : example::REFUSED;
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 4) {
        std::cerr << "Usage: hold_a_license PRODUCT [KEY [give-up]]\n";
        return example::MISUSED;
    }
    try {
        return start(argv[1], argc > 2 ? argv[2] : nullptr, argc > 3);
    } catch (const Error &error) {
        std::cerr << to_string(error.status()) << ": " << error.what() << '\n';
        if (error.status() == Status::ActivationLimit)
            std::cerr << "  Give it up on another device first.\n";
        return error.is_retryable() ? example::TRY_LATER : example::REFUSED;
    }
}
