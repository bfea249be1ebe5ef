// Every field of an answer that has them all, through the binding and through C; and the ranges.
// The sandbox is told what to answer by the test in Rust that runs this.
#include "check.hpp"

#include <algorithm>

using lsagent::Allocation;
using lsagent::Customer;
using lsagent::CustomField;
using lsagent::Feature;
using lsagent::License;
using lsagent::LicenseUser;
using lsagent::Policy;
using lsagent::Product;
using lsagent::ProductCustomField;
using lsagent::Release;
using lsagent::Trial;
using lsagent::User;
using lsagent::Variable;

static int checked = 0;

template <class Got, class Wanted>
static void same(const std::optional<Got> &got, const Wanted &wanted, const char *what) {
    ++checked;
    if (!got)
        fail(__FILE__, __LINE__, std::string(what) + " is absent");
    check_equal(*got, wanted, what, __FILE__, __LINE__);
}

template <class Value, class Object>
static Value by_c(bool (*read)(const Object *, Value *), const Object *object, const char *what) {
    Value value{};
    if (!read(object, &value))
        fail(__FILE__, __LINE__, std::string(what) + " is absent in C");
    return value;
}

static std::optional<std::int64_t> unix_seconds(std::optional<lsagent::Time> time) {
    return time ? std::optional<std::int64_t>(std::chrono::system_clock::to_time_t(*time))
                : std::nullopt;
}

#define TEXT(type, field)                                                                          \
    same(type.field(), std::string_view(ls_##type##_##field(type.get())), #type "." #field)
#define NUMBER(type, field)                                                                        \
    same(type.field(), by_c(ls_##type##_##field, type.get(), #field), #type "." #field)
#define FLAG NUMBER
#define TIME(type, field)                                                                          \
    same(unix_seconds(type.field()), by_c(ls_##type##_##field, type.get(), #field),                \
         #type "." #field)

// Generated from abi/fields.toml; `make generate` writes it.

static void fields_of(License license) {
    NUMBER(license, company_id);
    NUMBER(license, id);
    TEXT(license, license_key);
    TEXT(license, hardware_id);
    TEXT(license, order_store_id);
    TEXT(license, license_type);
    FLAG(license, license_active);
    FLAG(license, license_enabled);
    FLAG(license, is_trial);
    NUMBER(license, trial_days);
    FLAG(license, is_expired);
    TIME(license, validity_period);
    TIME(license, start_date);
    FLAG(license, enable_maintenance_period);
    TIME(license, maintenance_period);
    FLAG(license, allow_grace_period);
    NUMBER(license, grace_period);
    NUMBER(license, max_activations);
    NUMBER(license, times_activated);
    FLAG(license, allow_unlimited_activations);
    NUMBER(license, max_transfers);
    NUMBER(license, transfer_count);
    NUMBER(license, max_license_users);
    FLAG(license, is_floating);
    FLAG(license, is_floating_cloud);
    NUMBER(license, floating_timeout);
    NUMBER(license, floating_users);
    NUMBER(license, floating_in_use_devices);
    FLAG(license, can_borrow);
    NUMBER(license, max_borrow_time);
    FLAG(license, is_borrowed);
    TIME(license, borrowed_until);
    NUMBER(license, max_consumptions);
    NUMBER(license, total_consumptions);
    FLAG(license, allow_unlimited_consumptions);
    FLAG(license, allow_overages);
    NUMBER(license, max_overages);
    FLAG(license, reset_consumption);
    TEXT(license, consumption_period);
    FLAG(license, is_air_gapped);
    FLAG(license, is_hardware_key_auth);
    FLAG(license, prevent_vm);
    NUMBER(license, device_id);
    TEXT(license, channel);
    TEXT(license, environment);
    TEXT(license, version);
    TEXT(license, requires_version);
    TEXT(license, release_date);
    TEXT(license, release_notes_link);
    TEXT(license, installation_file);
    TEXT(license, hash_md5);
    TEXT(license, size);
    TEXT(license, eula_link);
    TEXT(license, license_signature);
    TEXT(license, license_signature_v2);
    TEXT(license, offline_signature);
    TEXT(license, metadata);
}

static void fields_of(Feature feature) {
    NUMBER(feature, id);
    TEXT(feature, code);
    TEXT(feature, name);
    TEXT(feature, feature_type);
    TIME(feature, expiry_date);
    FLAG(feature, is_floating);
    FLAG(feature, is_floating_cloud);
    NUMBER(feature, floating_users);
    NUMBER(feature, floating_timeout);
    NUMBER(feature, max_consumption);
    NUMBER(feature, total_consumptions);
    FLAG(feature, allow_unlimited_consumptions);
    NUMBER(feature, allow_overages);
    NUMBER(feature, max_overages);
    FLAG(feature, reset_consumption);
    TEXT(feature, consumption_period);
    TEXT(feature, metadata);
}

static void fields_of(CustomField custom_field) {
    TEXT(custom_field, name);
    TEXT(custom_field, data_type);
    TEXT(custom_field, value);
}

static void fields_of(Product product) {
    NUMBER(product, product_id);
    TEXT(product, product_name);
    TEXT(product, short_code);
    FLAG(product, allow_trial);
    NUMBER(product, trial_days);
    TEXT(product, authorization_method);
    NUMBER(product, floating_timeout);
    FLAG(product, allow_overages);
    NUMBER(product, max_overages);
    FLAG(product, prevent_vm);
    TEXT(product, latest_version);
    NUMBER(product, company_id);
    TEXT(product, metadata);
}

static void fields_of(ProductCustomField product_custom_field) {
    NUMBER(product_custom_field, id);
    TEXT(product_custom_field, name);
    TEXT(product_custom_field, default_value);
}

static void fields_of(User user) {
    NUMBER(user, id);
    TEXT(user, email);
    TEXT(user, first_name);
    TEXT(user, last_name);
    TEXT(user, phone_number);
    FLAG(user, is_initial_password);
    NUMBER(user, max_activations);
    NUMBER(user, total_activations);
    FLAG(user, allow_unlimited_activations);
}

static void fields_of(Customer customer) {
    TEXT(customer, email);
    TEXT(customer, first_name);
    TEXT(customer, last_name);
    TEXT(customer, company_name);
    TEXT(customer, phone);
    TEXT(customer, reference);
    TEXT(customer, address);
    TEXT(customer, postcode);
    TEXT(customer, city);
    TEXT(customer, state);
    TEXT(customer, country);
    TEXT(customer, customer_account);
    TEXT(customer, metadata);
}

static void fields_of(LicenseUser license_user) {
    TEXT(license_user, email);
    FLAG(license_user, is_active);
    TEXT(license_user, first_name);
    TEXT(license_user, last_name);
    TEXT(license_user, phone_number);
    FLAG(license_user, is_initial_password);
    TEXT(license_user, initial_password);
    NUMBER(license_user, license_id);
    NUMBER(license_user, order_id);
    TEXT(license_user, order_store_id);
    NUMBER(license_user, max_activations);
    NUMBER(license_user, total_activations);
}

static void fields_of(Trial trial) {
    TEXT(trial, license_key);
    TEXT(trial, username);
    TEXT(trial, initial_password);
    FLAG(trial, is_new);
    NUMBER(trial, days);
}

static void fields_of(Release release) {
    TEXT(release, version);
    TEXT(release, release_date);
    NUMBER(release, id);
    TEXT(release, environment);
    TEXT(release, channel);
    TEXT(release, installation_file);
    TEXT(release, hash_md5);
    TEXT(release, size);
    TEXT(release, requires_version);
    TEXT(release, eula_link);
    TEXT(release, release_notes_link);
}

static void fields_of(Variable variable) {
    TEXT(variable, name);
    TEXT(variable, value);
    TIME(variable, created_at);
    NUMBER(variable, device_id);
}

static void fields_of(Allocation allocation) {
    TEXT(allocation, user_id);
    TEXT(allocation, organization_id);
    FLAG(allocation, use_external_license);
}

// End of the generated part.

static void every_field_of_a_license(const lsagent::Agent &agent) {
    const auto token = lsagent::Credentials::id_token("token:valid@example.com", "acme");
    const auto licenses = agent.user_licenses("up", token, Policy::NetworkOnly);
    CHECK_EQUAL(licenses.size(), 1U);
    const License license = licenses.front();
    fields_of(license);
    CHECK(license.holder() && license.customer() && license.product_details());
    fields_of(*license.holder());
    fields_of(*license.customer());
    fields_of(*license.product_details());
    CHECK_EQUAL(license.product_details()->custom_fields().size(), 2U);
    fields_of(license.product_details()->custom_fields().front());
    CHECK_EQUAL(license.product_features().size(), 1U);
    fields_of(license.product_features().front());
    CHECK_EQUAL(license.custom_fields().size(), 1U);
    fields_of(license.custom_fields()[0]);
    CHECK_EQUAL(license.to_json(), licenses.to_json().substr(1, licenses.to_json().size() - 2));
    CHECK(licenses.source() == lsagent::Source::Network && !licenses.fallback());
    CHECK_EQUAL(*unix_seconds(licenses.fetched_at()), ls_licenses_fetched_at(licenses.get()));
}

static void every_field_of_a_user(const lsagent::Agent &agent) {
    const auto users = agent.customer_license_users("up", "test@example.com", Policy::NetworkOnly);
    CHECK_EQUAL(users.size(), 1U);
    for (const LicenseUser user : users)
        fields_of(user);
    fields_of(users.customer());
    CHECK(users.source() == lsagent::Source::Network && !users.fallback());
    CHECK(users.fetched_at() <= std::chrono::system_clock::now());
    CHECK(users.to_json().find("initial_password") != std::string::npos);
}

static void every_field_around_a_license(const lsagent::Agent &agent) {
    const auto trial = agent.request_trial("up", "test@example.com");
    fields_of(trial.view());
    const auto key = lsagent::Credentials::license_key("UNLI-AAAA-BBBB-CCCC");
    const auto activation = agent.activate("key-product", key);
    const auto releases = activation.release("2.0");
    CHECK_EQUAL(releases.size(), 1U);
    fields_of(releases.front());
    activation.set_variables({{"seat", "12"}});
    const auto variables = activation.variables();
    CHECK_EQUAL(variables.size(), 1U);
    fields_of(variables.front());
    activation.deactivate();
}

static void every_field_of_an_allocation(const lsagent::Config &config) {
    const lsagent::Uipath uipath(config, needed("LSAGENT_UIPATH_URL"), "wrong");
    CHECK_THROWS(uipath.allocate_user_licenses("acme", {"u"}, {"TSTNU"}), Credentials, "");
    uipath.set_access_token(needed("LSAGENT_UIPATH_TOKEN"));
    const std::vector<std::string> people{"u-1", "u-2"};
    const auto allocations =
        uipath.allocate_user_licenses("acme", people, {"ATTUNU", "TSTNU"}, true);
    CHECK_EQUAL(allocations.size(), 2U);
    for (const Allocation allocation : allocations)
        fields_of(allocation);
    CHECK_EQUAL(*allocations.back().user_id(), "u-2");
    const auto codes = allocations[0].user_bundle_codes();
    std::string joined;
    std::for_each(codes.begin(), codes.end(), [&](std::string_view code) { joined += code; });
    CHECK_EQUAL(joined, "ATTUNUTSTNU");
    CHECK(codes.end()[-1] == "TSTNU" && codes.begin()->size() == 6 && codes[2].empty());
    CHECK(allocations.to_json().find("useExternalLicense") != std::string::npos);
    try {
        uipath.allocate_user_licenses("full", {"u"}, {"TSTNU"});
        fail(__FILE__, __LINE__, "it is full");
    } catch (const lsagent::Error &error) {
        CHECK(error.status() == lsagent::Status::Refused && error.http_status() == 409);
    }
}

// Random access, forwards and backwards, and the algorithms of the standard library.
static void ranges_are_ranges(const lsagent::Agent &agent) {
    const auto licenses = agent.user_licenses("up", member("features"), Policy::NetworkFirst);
    const License license = licenses.front();
    const auto features = license.product_features();
    std::string codes;
    for (const Feature feature : features)
        codes.append(*feature.code()).append(" ");
    CHECK_EQUAL(codes, "export render cloud old ");
    const auto is_render = [](Feature feature) { return feature.code() == "render"; };
    const auto found = std::find_if(features.begin(), features.end(), is_render);
    CHECK(found != features.end() && found - features.begin() == 1);
    CHECK_EQUAL(*found->max_consumption(), 1000);
    CHECK(features.end() - features.begin() == 4 && features.begin()[2].code() == "cloud");
    CHECK(*(features.end() - 1)->code() == "old" && features.back().code() == "old");
    CHECK(found > features.begin() && found <= found && !(found < found) && found >= found);
    auto step = features.begin();
    CHECK(step++->code() == "export" && step--->code() == "render" && (++step)->code() == "render");
    step += 2;
    CHECK((1 + (step -= 3)) == found && (--step)++ != found);
    const auto last = std::make_reverse_iterator(features.end());
    CHECK(*last->code() == "old" && *(*std::next(last)).code() == "cloud");
    std::vector<Feature> sorted(features.begin(), features.end());
    std::sort(sorted.begin(), sorted.end(),
              [](Feature a, Feature b) { return *a.code() < *b.code(); });
    CHECK(sorted.front().code() == "cloud" && sorted.back().code() == "render");
    // What is past the end is empty, not out of bounds.
    CHECK(!features[4].code() && !features[static_cast<std::size_t>(-1)].code()
          && !licenses[1].id());
    CHECK(std::none_of(licenses.begin(), licenses.end(), [](License each) { return !each.id(); }));
#if defined(__cpp_lib_ranges)
    static_assert(std::ranges::random_access_range<const lsagent::Licenses>);
    static_assert(std::ranges::sized_range<lsagent::Features>);
    static_assert(std::ranges::random_access_range<lsagent::BundleCodes>);
    CHECK(std::ranges::find_if(features, is_render) == found);
    CHECK(std::ranges::count_if(licenses, [](License each) { return each.id() > 0; }) == 1);
#endif
    // Out of a temporary Result or License, as long as what owns them lives.
    for (const Feature feature : licenses.front().product_features())
        CHECK(feature.id() > 0);
}

static void an_entitlement_says_all_it_knows(const lsagent::Agent &agent) {
    const auto trial = agent.check("up", member("trial"), Policy::NetworkFirst);
    CHECK(trial && trial.is_allowed() && trial.decision() == lsagent::Decision::Allowed);
    CHECK(trial.license() && trial.license()->is_trial() == true);
    CHECK_EQUAL(*unix_seconds(trial.expires_at()),
                by_c(ls_entitlement_expires_at, trial.get(), "expires_at"));
    CHECK_EQUAL(*unix_seconds(trial.fetched_at()), ls_entitlement_fetched_at(trial.get()));
    CHECK_EQUAL(trial.message(), ls_entitlement_message(trial.get()));
    CHECK(trial.source() == lsagent::Source::Network && !trial.fallback());
    CHECK(trial.to_json().find("\"allowed\":true") != std::string::npos);
    const auto old = agent.check("up", "old", member("features"), Policy::NetworkFirst);
    CHECK(!old && old.decision() == lsagent::Decision::DeniedFeatureExpired);
    const auto none = agent.check("up", member("none"), Policy::NetworkFirst);
    CHECK(!none && !none.license() && !none.expires_at());
    const auto licenses = agent.user_licenses("up", member("features"), Policy::CacheOnly);
    CHECK(licenses.source() == lsagent::Source::Cache && licenses.check("up").is_allowed());
    CHECK(licenses.check("up", "nothing").decision() == lsagent::Decision::DeniedNoFeature);
}

// The same vendor's agent, where nobody listens.
static void a_fallback_says_why() {
    auto config = sandbox_config();
    const lsagent::Agent agent(config.base_url("https://127.0.0.1:1"));
    const auto entitlement = agent.check("up", member("trial"), Policy::NetworkFirst);
    CHECK(entitlement && entitlement.source() == lsagent::Source::Cache);
    const auto reason = entitlement.fallback();
    CHECK(reason && reason->status() == lsagent::Status::Network && reason->is_retryable());
    CHECK(!reason->http_status() && !reason->code());
    const auto licenses = agent.user_licenses("up", member("trial"), Policy::NetworkFirst);
    CHECK(licenses.fallback()->status() == lsagent::Status::Network);
    const auto remembered = lsagent::Credentials::remembered("trial@example.com");
    CHECK(agent.check("up", remembered, Policy::CacheFirst).is_allowed());
    agent.forget("trial@example.com");
    CHECK_THROWS(agent.check("up", remembered, Policy::CacheOnly), NotCached, "");
    CHECK_FAILED(
        agent.check(std::nothrow, "up", lsagent::Credentials::remembered(), Policy::NetworkOnly),
        InvalidArgument, "");
    agent.forget_all();
    CHECK_THROWS(agent.user_licenses("up", member("features"), Policy::CacheOnly), NotCached, "");
}

static void what_the_server_refuses_is_an_error_with_its_code(const lsagent::Agent &agent) {
    const auto wrong = lsagent::Credentials::password("trial@example.com", "wrong");
    try {
        agent.check("up", wrong, Policy::NetworkOnly);
        fail(__FILE__, __LINE__, "the password is wrong");
    } catch (const std::runtime_error &caught) {
        const auto &error = dynamic_cast<const lsagent::Error &>(caught);
        CHECK_ERROR(error, Credentials, "");
        CHECK_EQUAL(*error.code(), "authentication_failed");
        CHECK(error.http_status() == 401 && !error.is_retryable());
    }
    const auto refused = agent.user_licenses(std::nothrow, "none-such", wrong);
    CHECK(!refused && refused.error().code() && refused.error().http_status());
}

static void every_sign_in(const lsagent::Agent &agent) {
    using lsagent::Credentials;
    const auto count = [&](const Credentials &credentials) {
        return agent.user_licenses("up", credentials, Policy::NetworkOnly).size();
    };
    CHECK_EQUAL(count(member("several")), 4U);
    CHECK_EQUAL(count(Credentials::id_token("token:several@example.com", "acme")), 4U);
    CHECK_EQUAL(count(Credentials::code("code:several@example.com:1", "acme")), 4U);
    const std::string_view redirect = "https://app.example/done";
    CHECK_EQUAL(count(Credentials::code("code:several@example.com:2", "acme", redirect)), 4U);
}

int main() {
    const auto config = sandbox_config();
    const lsagent::Agent agent(config);
    CHECK(!agent.clock_offset());
    every_field_of_a_license(agent);
    every_field_of_a_user(agent);
    every_field_around_a_license(agent);
    every_field_of_an_allocation(config);
    ranges_are_ranges(agent);
    an_entitlement_says_all_it_knows(agent);
    a_fallback_says_why();
    what_the_server_refuses_is_an_error_with_its_code(agent);
    every_sign_in(agent);
    std::cout << "the fields read as in C: " << checked << '\n';
    return 0;
}
