/*
 * The objects of answers, as views, for lsagent.hpp, which includes this; it says what holds for all of them.
 * Generated from abi/fields.toml; `make generate` writes it.
 */
#ifndef LSAGENT_FIELDS_HPP
#define LSAGENT_FIELDS_HPP

#ifndef LSAGENT_HPP
#error "include lsagent.hpp"
#endif

namespace lsagent {

#if !LSAGENT_EXCEPTIONS
inline namespace without_exceptions {
#endif

namespace detail {

/// A view of an object that was sent.
template <class Part, class Object>
std::optional<Part> sent(const Object *object) noexcept {
    return object != nullptr ? std::optional<Part>(object) : std::nullopt;
}

} // namespace detail

namespace detail {

struct BundleCodeTraits {
    using Object = ls_allocation;
    using Item = std::string_view;
    static std::size_t count(const Object *allocation) noexcept {
        return ls_allocation_user_bundle_codes_count(allocation);
    }
    static Item at(const Object *allocation, std::size_t index) noexcept {
        const char *text = ls_allocation_user_bundle_codes_at(allocation, index);
        return text != nullptr ? Item(text) : Item();
    }
};

} // namespace detail

/// The codes of the bundles (`userBundleCodes`) that the user holds, such as "RPADEVNU".
using BundleCodes = detail::Range<detail::BundleCodeTraits>;

/// The licenses that one user of an Automation Suite now holds.
class Allocation : public detail::View<ls_allocation> {
public:
    using View::View;

    /// The user's id (`userId`).
    std::optional<std::string_view> user_id() const noexcept {
        return detail::text(ls_allocation_user_id, get());
    }
    /// The organization's id (`organizationId`).
    std::optional<std::string_view> organization_id() const noexcept {
        return detail::text(ls_allocation_organization_id, get());
    }
    /// Whether an external license is used (`useExternalLicense`).
    std::optional<bool> use_external_license() const noexcept {
        return detail::flag(ls_allocation_use_external_license, get());
    }
    /// The codes of the bundles (`userBundleCodes`) that the user holds, such as "RPADEVNU".
    BundleCodes user_bundle_codes() const noexcept { return BundleCodes(get()); }
};

/// A variable of a device, which the application has set.
class Variable : public detail::View<ls_variable> {
public:
    using View::View;

    /// Its name.
    std::optional<std::string_view> name() const noexcept {
        return detail::text(ls_variable_name, get());
    }
    /// Its value; a number or a bool reads as its text.
    std::optional<std::string_view> value() const noexcept {
        return detail::text(ls_variable_value, get());
    }
    /// When the server got it. Absent as well if it cannot be read.
    std::optional<Time> created_at() const noexcept {
        return detail::time(ls_variable_created_at, get());
    }
    /// The id of the device.
    std::optional<std::int64_t> device_id() const noexcept {
        return detail::integer(ls_variable_device_id, get());
    }
};

/// A release of a product, which the vendor has entered. The file is not the licensing service's,
/// and MD5 proves nothing of it.
class Release : public detail::View<ls_release> {
public:
    using View::View;

    /// Its version.
    std::optional<std::string_view> version() const noexcept {
        return detail::text(ls_release_version, get());
    }
    /// Its date, as it was sent.
    std::optional<std::string_view> release_date() const noexcept {
        return detail::text(ls_release_release_date, get());
    }
    /// The id of its installer; sent where this one release was asked for, as is all that follows.
    std::optional<std::int64_t> id() const noexcept {
        return detail::integer(ls_release_id, get());
    }
    /// The environment that it is for: "win", "win32", "win64", "mac", "linux", "linux32",
    /// "linux64".
    std::optional<std::string_view> environment() const noexcept {
        return detail::text(ls_release_environment, get());
    }
    /// Its channel.
    std::optional<std::string_view> channel() const noexcept {
        return detail::text(ls_release_channel, get());
    }
    /// Where its installer is. The library neither opens nor loads it.
    std::optional<std::string_view> installation_file() const noexcept {
        return detail::text(ls_release_installation_file, get());
    }
    /// The MD5 hash of the installer: it finds a damaged file, and not one that somebody has made.
    std::optional<std::string_view> hash_md5() const noexcept {
        return detail::text(ls_release_hash_md5, get());
    }
    /// The size of the installer, as it was sent.
    std::optional<std::string_view> size() const noexcept {
        return detail::text(ls_release_size, get());
    }
    /// The version that it needs to be installed over.
    std::optional<std::string_view> requires_version() const noexcept {
        return detail::text(ls_release_requires_version, get());
    }
    /// Where the license agreement is.
    std::optional<std::string_view> eula_link() const noexcept {
        return detail::text(ls_release_eula_link, get());
    }
    /// Where the release notes are.
    std::optional<std::string_view> release_notes_link() const noexcept {
        return detail::text(ls_release_release_notes_link, get());
    }
};

/// A trial of a product: the license key, or the user, that it was made for.
class Trial : public detail::View<ls_trial> {
public:
    using View::View;

    /// The license key of the trial; of a key-based product only.
    std::optional<std::string_view> license_key() const noexcept {
        return detail::text(ls_trial_license_key, get());
    }
    /// The email of the user that the trial is assigned to; of a user-based product only.
    std::optional<std::string_view> username() const noexcept {
        return detail::text(ls_trial_username, get());
    }
    /// The password that the server has made for a new user, in plain text: it is given once, and
    /// to nobody else. It is in no log, in no file and in no JSON, and overwritten when the trial
    /// is freed.
    std::optional<std::string_view> initial_password() const noexcept {
        return detail::text(ls_trial_initial_password, get());
    }
    /// Whether this request has made the trial; false for one that this device had already.
    std::optional<bool> is_new() const noexcept { return detail::flag(ls_trial_is_new, get()); }
    /// How many days the trial lasts; sent for a new one only.
    std::optional<std::int64_t> days() const noexcept {
        return detail::integer(ls_trial_days, get());
    }
};

/// A Trial that is nobody else's. Its view() has the fields.
using OwnedTrial = detail::Owner<Trial, ls_trial, ls_trial_free>;

/// A user of one of a customer's licenses.
class LicenseUser : public detail::View<ls_license_user> {
public:
    using View::View;

    /// The user's email.
    std::optional<std::string_view> email() const noexcept {
        return detail::text(ls_license_user_email, get());
    }
    /// Whether the user is active.
    std::optional<bool> is_active() const noexcept {
        return detail::flag(ls_license_user_is_active, get());
    }
    /// The first name.
    std::optional<std::string_view> first_name() const noexcept {
        return detail::text(ls_license_user_first_name, get());
    }
    /// The last name.
    std::optional<std::string_view> last_name() const noexcept {
        return detail::text(ls_license_user_last_name, get());
    }
    /// The telephone number.
    std::optional<std::string_view> phone_number() const noexcept {
        return detail::text(ls_license_user_phone_number, get());
    }
    /// Whether the user still has the password that the server made.
    std::optional<bool> is_initial_password() const noexcept {
        return detail::flag(ls_license_user_is_initial_password, get());
    }
    /// That password, in plain text. In an answer from the store it is always absent.
    std::optional<std::string_view> initial_password() const noexcept {
        return detail::text(ls_license_user_initial_password, get());
    }
    /// The id of the license.
    std::optional<std::int64_t> license_id() const noexcept {
        return detail::integer(ls_license_user_license_id, get());
    }
    /// The id of the order.
    std::optional<std::int64_t> order_id() const noexcept {
        return detail::integer(ls_license_user_order_id, get());
    }
    /// The order's id in the shop.
    std::optional<std::string_view> order_store_id() const noexcept {
        return detail::text(ls_license_user_order_store_id, get());
    }
    /// On how many devices the user may activate.
    std::optional<std::int64_t> max_activations() const noexcept {
        return detail::integer(ls_license_user_max_activations, get());
    }
    /// On how many devices the user has activated.
    std::optional<std::int64_t> total_activations() const noexcept {
        return detail::integer(ls_license_user_total_activations, get());
    }
};

/// The customer who bought a license.
class Customer : public detail::View<ls_customer> {
public:
    using View::View;

    /// The customer's email.
    std::optional<std::string_view> email() const noexcept {
        return detail::text(ls_customer_email, get());
    }
    /// The first name.
    std::optional<std::string_view> first_name() const noexcept {
        return detail::text(ls_customer_first_name, get());
    }
    /// The last name.
    std::optional<std::string_view> last_name() const noexcept {
        return detail::text(ls_customer_last_name, get());
    }
    /// The company's name.
    std::optional<std::string_view> company_name() const noexcept {
        return detail::text(ls_customer_company_name, get());
    }
    /// The telephone number.
    std::optional<std::string_view> phone() const noexcept {
        return detail::text(ls_customer_phone, get());
    }
    /// The vendor's own reference.
    std::optional<std::string_view> reference() const noexcept {
        return detail::text(ls_customer_reference, get());
    }
    /// Street and number.
    std::optional<std::string_view> address() const noexcept {
        return detail::text(ls_customer_address, get());
    }
    /// The postal code.
    std::optional<std::string_view> postcode() const noexcept {
        return detail::text(ls_customer_postcode, get());
    }
    /// The city.
    std::optional<std::string_view> city() const noexcept {
        return detail::text(ls_customer_city, get());
    }
    /// The state.
    std::optional<std::string_view> state() const noexcept {
        return detail::text(ls_customer_state, get());
    }
    /// The country.
    std::optional<std::string_view> country() const noexcept {
        return detail::text(ls_customer_country, get());
    }
    /// The customer account it belongs to.
    std::optional<std::string_view> customer_account() const noexcept {
        return detail::text(ls_customer_customer_account, get());
    }
    /// What the vendor added, as a JSON text.
    std::optional<std::string_view> metadata() const noexcept {
        return detail::text(ls_customer_metadata, get());
    }
};

/// The user that a license is assigned to.
class User : public detail::View<ls_user> {
public:
    using View::View;

    /// The user's id.
    std::optional<std::int64_t> id() const noexcept { return detail::integer(ls_user_id, get()); }
    /// The email, with which the user signs in.
    std::optional<std::string_view> email() const noexcept {
        return detail::text(ls_user_email, get());
    }
    /// The first name.
    std::optional<std::string_view> first_name() const noexcept {
        return detail::text(ls_user_first_name, get());
    }
    /// The last name.
    std::optional<std::string_view> last_name() const noexcept {
        return detail::text(ls_user_last_name, get());
    }
    /// The telephone number.
    std::optional<std::string_view> phone_number() const noexcept {
        return detail::text(ls_user_phone_number, get());
    }
    /// Whether the user still has the password that the server made.
    std::optional<bool> is_initial_password() const noexcept {
        return detail::flag(ls_user_is_initial_password, get());
    }
    /// On how many devices the user may activate.
    std::optional<std::int64_t> max_activations() const noexcept {
        return detail::integer(ls_user_max_activations, get());
    }
    /// On how many devices the user has activated.
    std::optional<std::int64_t> total_activations() const noexcept {
        return detail::integer(ls_user_total_activations, get());
    }
    /// Whether max_activations does not count.
    std::optional<bool> allow_unlimited_activations() const noexcept {
        return detail::flag(ls_user_allow_unlimited_activations, get());
    }
};

/// A product (the API's `product_details`). That of a license has names, authorization method and
/// metadata alone.
class Product : public detail::View<ls_product> {
public:
    using View::View;

    /// The product's id.
    std::optional<std::int64_t> product_id() const noexcept {
        return detail::integer(ls_product_product_id, get());
    }
    /// Its name.
    std::optional<std::string_view> product_name() const noexcept {
        return detail::text(ls_product_product_name, get());
    }
    /// Its short code, which calls take.
    std::optional<std::string_view> short_code() const noexcept {
        return detail::text(ls_product_short_code, get());
    }
    /// Whether there are trials of it.
    std::optional<bool> allow_trial() const noexcept {
        return detail::flag(ls_product_allow_trial, get());
    }
    /// How many days a trial lasts.
    std::optional<std::int64_t> trial_days() const noexcept {
        return detail::integer(ls_product_trial_days, get());
    }
    /// "user" or "license-key".
    std::optional<std::string_view> authorization_method() const noexcept {
        return detail::text(ls_product_authorization_method, get());
    }
    /// After how many minutes without a sign of life a floating seat is free again.
    std::optional<std::int64_t> floating_timeout() const noexcept {
        return detail::integer(ls_product_floating_timeout, get());
    }
    /// Whether more consumptions may be used than a license has.
    std::optional<bool> allow_overages() const noexcept {
        return detail::flag(ls_product_allow_overages, get());
    }
    /// How many more.
    std::optional<std::int64_t> max_overages() const noexcept {
        return detail::integer(ls_product_max_overages, get());
    }
    /// Whether it must not be used in a virtual machine.
    std::optional<bool> prevent_vm() const noexcept {
        return detail::flag(ls_product_prevent_vm, get());
    }
    /// What the vendor added, as a JSON text.
    std::optional<std::string_view> metadata() const noexcept {
        return detail::text(ls_product_metadata, get());
    }
};

/// A Product that is nobody else's. Its view() has the fields.
using OwnedProduct = detail::Owner<Product, ls_product, ls_product_free>;

/// A field that the vendor added to a license.
class CustomField : public detail::View<ls_custom_field> {
public:
    using View::View;

    /// The field's name.
    std::optional<std::string_view> name() const noexcept {
        return detail::text(ls_custom_field_name, get());
    }
    /// "number", "text" or "date/time" (the API's spelling "numer" reads as "number").
    std::optional<std::string_view> data_type() const noexcept {
        return detail::text(ls_custom_field_data_type, get());
    }
    /// Its value; a number or a bool reads as its text.
    std::optional<std::string_view> value() const noexcept {
        return detail::text(ls_custom_field_value, get());
    }
};

/// A feature that a license grants.
class Feature : public detail::View<ls_feature> {
public:
    using View::View;

    /// The feature's id.
    std::optional<std::int64_t> id() const noexcept {
        return detail::integer(ls_feature_id, get());
    }
    /// Its code, by which the application knows it.
    std::optional<std::string_view> code() const noexcept {
        return detail::text(ls_feature_code, get());
    }
    /// Its name.
    std::optional<std::string_view> name() const noexcept {
        return detail::text(ls_feature_name, get());
    }
    /// "activation" or "consumption".
    std::optional<std::string_view> feature_type() const noexcept {
        return detail::text(ls_feature_feature_type, get());
    }
    /// When it ends; a date without a time reads as the first second of that day, through which the
    /// feature lasts. Absent as well if it cannot be read.
    std::optional<Time> expiry_date() const noexcept {
        return detail::time(ls_feature_expiry_date, get());
    }
    /// Whether it is floating, on a server of the customer's.
    std::optional<bool> is_floating() const noexcept {
        return detail::flag(ls_feature_is_floating, get());
    }
    /// Whether it is floating, on the vendor's server.
    std::optional<bool> is_floating_cloud() const noexcept {
        return detail::flag(ls_feature_is_floating_cloud, get());
    }
    /// How many may use it at once; sent for floating features only.
    std::optional<std::int64_t> floating_users() const noexcept {
        return detail::integer(ls_feature_floating_users, get());
    }
    /// After how many minutes without a sign of life a floating seat is free again.
    std::optional<std::int64_t> floating_timeout() const noexcept {
        return detail::integer(ls_feature_floating_timeout, get());
    }
    /// How many consumptions it has; sent for consumption features only.
    std::optional<std::int64_t> max_consumption() const noexcept {
        return detail::integer(ls_feature_max_consumption, get());
    }
    /// How many were used.
    std::optional<std::int64_t> total_consumptions() const noexcept {
        return detail::integer(ls_feature_total_consumptions, get());
    }
    /// Whether max_consumption does not count.
    std::optional<bool> allow_unlimited_consumptions() const noexcept {
        return detail::flag(ls_feature_allow_unlimited_consumptions, get());
    }
    /// Whether more than max_consumption may be used: the API documents a number here; true reads
    /// as 1.
    std::optional<std::int64_t> allow_overages() const noexcept {
        return detail::integer(ls_feature_allow_overages, get());
    }
    /// How many more.
    std::optional<std::int64_t> max_overages() const noexcept {
        return detail::integer(ls_feature_max_overages, get());
    }
    /// Whether consumptions begin anew with each period.
    std::optional<bool> reset_consumption() const noexcept {
        return detail::flag(ls_feature_reset_consumption, get());
    }
    /// The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads
    /// so too).
    std::optional<std::string_view> consumption_period() const noexcept {
        return detail::text(ls_feature_consumption_period, get());
    }
    /// What the vendor added, as a JSON text.
    std::optional<std::string_view> metadata() const noexcept {
        return detail::text(ls_feature_metadata, get());
    }
};

namespace detail {

struct FeatureTraits {
    using Object = ls_license;
    using Item = Feature;
    static std::size_t count(const Object *license) noexcept {
        return ls_license_product_features_count(license);
    }
    static Item at(const Object *license, std::size_t index) noexcept {
        return Item(ls_license_product_features_at(license, index));
    }
};

} // namespace detail

/// The features that the license grants.
using Features = detail::Range<detail::FeatureTraits>;

namespace detail {

struct CustomFieldTraits {
    using Object = ls_license;
    using Item = CustomField;
    static std::size_t count(const Object *license) noexcept {
        return ls_license_custom_fields_count(license);
    }
    static Item at(const Object *license, std::size_t index) noexcept {
        return Item(ls_license_custom_fields_at(license, index));
    }
};

} // namespace detail

/// The fields that the vendor added.
using CustomFields = detail::Range<detail::CustomFieldTraits>;

/// A license. Fields are named as the API names them.
class License : public detail::View<ls_license> {
public:
    using View::View;

    /// The license with its user and every field, as {"license": {…}, "user": {…}}. Empty for
    /// nothing.
    std::string to_json() const { return detail::owned(ls_license_to_json(get())); }
    /// The features that the license grants.
    Features product_features() const noexcept { return Features(get()); }
    /// The fields that the vendor added.
    CustomFields custom_fields() const noexcept { return CustomFields(get()); }
    /// The user that the license is assigned to (the API's `user`).
    std::optional<User> holder() const noexcept {
        return detail::sent<User>(ls_license_holder(get()));
    }
    /// The customer who bought it.
    std::optional<Customer> customer() const noexcept {
        return detail::sent<Customer>(ls_license_customer(get()));
    }
    /// The product that it is for.
    std::optional<Product> product_details() const noexcept {
        return detail::sent<Product>(ls_license_product_details(get()));
    }
    /// The id of the company that the order belongs to (`company.id`).
    std::optional<std::int64_t> company_id() const noexcept {
        return detail::integer(ls_license_company_id, get());
    }
    /// The license's id.
    std::optional<std::int64_t> id() const noexcept {
        return detail::integer(ls_license_id, get());
    }
    /// The key by which it is activated; that of a user has none.
    std::optional<std::string_view> license_key() const noexcept {
        return detail::text(ls_license_license_key, get());
    }
    /// The id of the device that it was activated on, as the application or the agent gave it; in
    /// the answer to an activation.
    std::optional<std::string_view> hardware_id() const noexcept {
        return detail::text(ls_license_hardware_id, get());
    }
    /// The id of the order it came with.
    std::optional<std::string_view> order_store_id() const noexcept {
        return detail::text(ls_license_order_store_id, get());
    }
    /// The kind: "perpetual", "subscription", "time-limited", "consumption", …
    std::optional<std::string_view> license_type() const noexcept {
        return detail::text(ls_license_license_type, get());
    }
    /// Whether it has been activated and not deactivated since.
    std::optional<bool> license_active() const noexcept {
        return detail::flag(ls_license_license_active, get());
    }
    /// Whether the vendor has it enabled.
    std::optional<bool> license_enabled() const noexcept {
        return detail::flag(ls_license_license_enabled, get());
    }
    /// Whether it is a trial.
    std::optional<bool> is_trial() const noexcept {
        return detail::flag(ls_license_is_trial, get());
    }
    /// How many days the trial lasts; sent for trials only.
    std::optional<std::int64_t> trial_days() const noexcept {
        return detail::integer(ls_license_trial_days, get());
    }
    /// Whether the server counts it as expired, its grace period included.
    std::optional<bool> is_expired() const noexcept {
        return detail::flag(ls_license_is_expired, get());
    }
    /// When it ends; a date without a time reads as the first second of that day, through which the
    /// license lasts. Absent as well if it cannot be read.
    std::optional<Time> validity_period() const noexcept {
        return detail::time(ls_license_validity_period, get());
    }
    /// When it begins. Absent as well if it cannot be read.
    std::optional<Time> start_date() const noexcept {
        return detail::time(ls_license_start_date, get());
    }
    /// Whether it has a maintenance period.
    std::optional<bool> enable_maintenance_period() const noexcept {
        return detail::flag(ls_license_enable_maintenance_period, get());
    }
    /// When maintenance (updates) ends; a date without a time reads as the first second of that
    /// day. Absent as well if it cannot be read.
    std::optional<Time> maintenance_period() const noexcept {
        return detail::time(ls_license_maintenance_period, get());
    }
    /// Whether it may be used for a while after it ended.
    std::optional<bool> allow_grace_period() const noexcept {
        return detail::flag(ls_license_allow_grace_period, get());
    }
    /// How long that is, in hours.
    std::optional<std::int64_t> grace_period() const noexcept {
        return detail::integer(ls_license_grace_period, get());
    }
    /// How many devices it may be activated on.
    std::optional<std::int64_t> max_activations() const noexcept {
        return detail::integer(ls_license_max_activations, get());
    }
    /// On how many devices it has been activated.
    std::optional<std::int64_t> times_activated() const noexcept {
        return detail::integer(ls_license_times_activated, get());
    }
    /// Whether max_activations does not count.
    std::optional<bool> allow_unlimited_activations() const noexcept {
        return detail::flag(ls_license_allow_unlimited_activations, get());
    }
    /// How often it may move to another device.
    std::optional<std::int64_t> max_transfers() const noexcept {
        return detail::integer(ls_license_max_transfers, get());
    }
    /// How often it has moved.
    std::optional<std::int64_t> transfer_count() const noexcept {
        return detail::integer(ls_license_transfer_count, get());
    }
    /// How many users it may be assigned to.
    std::optional<std::int64_t> max_license_users() const noexcept {
        return detail::integer(ls_license_max_license_users, get());
    }
    /// Whether it is floating, on a server of the customer's.
    std::optional<bool> is_floating() const noexcept {
        return detail::flag(ls_license_is_floating, get());
    }
    /// Whether it is floating, on the vendor's server.
    std::optional<bool> is_floating_cloud() const noexcept {
        return detail::flag(ls_license_is_floating_cloud, get());
    }
    /// After how many minutes without a sign of life a floating seat is free again.
    std::optional<std::int64_t> floating_timeout() const noexcept {
        return detail::integer(ls_license_floating_timeout, get());
    }
    /// How many may use it at once; sent for floating licenses only.
    std::optional<std::int64_t> floating_users() const noexcept {
        return detail::integer(ls_license_floating_users, get());
    }
    /// How many are using it now; sent for floating licenses only.
    std::optional<std::int64_t> floating_in_use_devices() const noexcept {
        return detail::integer(ls_license_floating_in_use_devices, get());
    }
    /// Whether a floating seat may be borrowed.
    std::optional<bool> can_borrow() const noexcept {
        return detail::flag(ls_license_can_borrow, get());
    }
    /// For how many hours at most.
    std::optional<std::int64_t> max_borrow_time() const noexcept {
        return detail::integer(ls_license_max_borrow_time, get());
    }
    /// Whether it is borrowed now.
    std::optional<bool> is_borrowed() const noexcept {
        return detail::flag(ls_license_is_borrowed, get());
    }
    /// Until when it is borrowed. Absent as well if it cannot be read.
    std::optional<Time> borrowed_until() const noexcept {
        return detail::time(ls_license_borrowed_until, get());
    }
    /// How many consumptions it has; sent for consumption licenses only.
    std::optional<std::int64_t> max_consumptions() const noexcept {
        return detail::integer(ls_license_max_consumptions, get());
    }
    /// How many were used.
    std::optional<std::int64_t> total_consumptions() const noexcept {
        return detail::integer(ls_license_total_consumptions, get());
    }
    /// Whether max_consumptions does not count.
    std::optional<bool> allow_unlimited_consumptions() const noexcept {
        return detail::flag(ls_license_allow_unlimited_consumptions, get());
    }
    /// Whether more than max_consumptions may be used.
    std::optional<bool> allow_overages() const noexcept {
        return detail::flag(ls_license_allow_overages, get());
    }
    /// How many more.
    std::optional<std::int64_t> max_overages() const noexcept {
        return detail::integer(ls_license_max_overages, get());
    }
    /// Whether consumptions begin anew with each period.
    std::optional<bool> reset_consumption() const noexcept {
        return detail::flag(ls_license_reset_consumption, get());
    }
    /// The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads
    /// so too).
    std::optional<std::string_view> consumption_period() const noexcept {
        return detail::text(ls_license_consumption_period, get());
    }
    /// Whether it is for devices without a network.
    std::optional<bool> is_air_gapped() const noexcept {
        return detail::flag(ls_license_is_air_gapped, get());
    }
    /// Whether it is tied to a hardware key.
    std::optional<bool> is_hardware_key_auth() const noexcept {
        return detail::flag(ls_license_is_hardware_key_auth, get());
    }
    /// Whether it must not be used in a virtual machine.
    std::optional<bool> prevent_vm() const noexcept {
        return detail::flag(ls_license_prevent_vm, get());
    }
    /// The id of the device it is activated on.
    std::optional<std::int64_t> device_id() const noexcept {
        return detail::integer(ls_license_device_id, get());
    }
    /// The release channel.
    std::optional<std::string_view> channel() const noexcept {
        return detail::text(ls_license_channel, get());
    }
    /// The environment that the release is for.
    std::optional<std::string_view> environment() const noexcept {
        return detail::text(ls_license_environment, get());
    }
    /// The release's version.
    std::optional<std::string_view> version() const noexcept {
        return detail::text(ls_license_version, get());
    }
    /// The version that the release needs to be installed over.
    std::optional<std::string_view> requires_version() const noexcept {
        return detail::text(ls_license_requires_version, get());
    }
    /// The release's date, as it was sent.
    std::optional<std::string_view> release_date() const noexcept {
        return detail::text(ls_license_release_date, get());
    }
    /// Where the release notes are.
    std::optional<std::string_view> release_notes_link() const noexcept {
        return detail::text(ls_license_release_notes_link, get());
    }
    /// Where the installation file is.
    std::optional<std::string_view> installation_file() const noexcept {
        return detail::text(ls_license_installation_file, get());
    }
    /// The MD5 hash of the installation file.
    std::optional<std::string_view> hash_md5() const noexcept {
        return detail::text(ls_license_hash_md5, get());
    }
    /// The size of the installation file, as it was sent.
    std::optional<std::string_view> size() const noexcept {
        return detail::text(ls_license_size, get());
    }
    /// Where the license agreement is.
    std::optional<std::string_view> eula_link() const noexcept {
        return detail::text(ls_license_eula_link, get());
    }
    /// The server's signature of the license, as it was sent.
    std::optional<std::string_view> license_signature() const noexcept {
        return detail::text(ls_license_license_signature, get());
    }
    /// The same in its second version, as it was sent.
    std::optional<std::string_view> license_signature_v2() const noexcept {
        return detail::text(ls_license_license_signature_v2, get());
    }
    /// The signature for offline use, as it was sent.
    std::optional<std::string_view> offline_signature() const noexcept {
        return detail::text(ls_license_offline_signature, get());
    }
    /// What the vendor added, as a JSON text.
    std::optional<std::string_view> metadata() const noexcept {
        return detail::text(ls_license_metadata, get());
    }
};

#if !LSAGENT_EXCEPTIONS
} // namespace without_exceptions
#endif

} // namespace lsagent

#endif // LSAGENT_FIELDS_HPP
