// The first program of the guide: may this user run this product?
//
//   c++ -std=c++17 first.cpp $(pkg-config --cflags --libs lsagent) -o first
#include <iostream>
#include <lsagent.hpp>

#include "example.hpp"

int main() {
    using namespace lsagent;
    try {
        const Agent agent(example::config());
        const auto user = Credentials::password("valid@example.com", "secret");
        const auto entitlement = agent.check("up", user, Policy::CacheFirst);
        std::cout << (entitlement.is_allowed() ? "yes: " : "no: ") << entitlement.message() << '\n';
    } catch (const Error &error) {
        std::cout << "nobody knows: " << error.what() << '\n';
    }
}
