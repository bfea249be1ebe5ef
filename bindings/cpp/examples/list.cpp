// A user's licenses with their features, and the users of a customer's licenses.
#include <lsagent.hpp>

#include <algorithm>
#include <iostream>

#include "example.hpp"

using namespace lsagent;

static void list_licenses(const Agent &agent, const char *username) {
    const Licenses licenses = agent.user_licenses("up", example::sign_in(username));
    for (const License license : licenses) {
        std::cout << "license " << license.id().value_or(0) << ": "
                  << license.license_type().value_or("of an unknown type") << '\n';
        for (const Feature feature : license.product_features())
            std::cout << "  feature " << feature.code().value_or("?") << '\n';
        for (const CustomField field : license.custom_fields())
            std::cout << "  " << field.name().value_or("?") << " = " << field.value().value_or("")
                      << '\n';
    }
    const auto trials = std::count_if(licenses.begin(), licenses.end(),
                                      [](License license) { return license.is_trial() == true; });
    std::cout << "trials: " << trials << '\n';
}

static void list_users(const Agent &agent, const char *customer_email) {
    const auto users = agent.customer_license_users("up", customer_email);
    std::cout << "customer " << users.customer().company_name().value_or("without a name") << '\n';
    for (const LicenseUser user : users)
        std::cout << "  user " << user.email().value_or("?") << '\n';
}

int main(int argc, char **argv) {
    if (argc != 3) {
        std::cerr << "Usage: list USERNAME CUSTOMER_EMAIL\n";
        return example::MISUSED;
    }
    try {
        const Agent agent(example::config());
        list_licenses(agent, argv[1]);
        list_users(agent, argv[2]);
    } catch (const Error &error) {
        std::cerr << to_string(error.status()) << ": " << error.what() << '\n';
        return example::REFUSED;
    }
}
