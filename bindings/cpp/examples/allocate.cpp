// Allocates licenses of a UiPath Automation Suite to users of an organization.
#include <lsagent.hpp>

#include <iostream>

#include "example.hpp"

using namespace lsagent;

int main(int argc, char **argv) {
    if (argc < 3) {
        std::cerr << "Usage: allocate ACCOUNT_ID USER_ID...\n";
        return example::MISUSED;
    }
    try {
        const std::vector<std::string> user_ids(argv + 2, argv + argc);
        const Uipath uipath(example::config(), std::getenv("LSAGENT_UIPATH_URL"),
                            std::getenv("LSAGENT_UIPATH_TOKEN"));
        const auto allocations = uipath.allocate_user_licenses(argv[1], user_ids, {"RPADEVNU"});
        for (const Allocation allocation : allocations) {
            std::cout << allocation.user_id().value_or("?") << " now has";
            for (const std::string_view code : allocation.user_bundle_codes())
                std::cout << ' ' << code;
            std::cout << '\n';
        }
    } catch (const Error &error) {
        std::cerr << to_string(error.status()) << ": " << error.what() << '\n'
                  << "HTTP status: " << error.http_status().value_or(0) << '\n';
        // Nothing tells whether a call whose answer was lost has arrived: do not repeat it unseen.
        return example::REFUSED;
    }
}
