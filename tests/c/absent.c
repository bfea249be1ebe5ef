/* Every function that reads or frees, given NULL. A test in Rust finds one that is missing here. */
#include "check.h"

#define ABSENT(function) CHECK(function(NULL) == NULL)
#define ABSENT_AT(function) CHECK(function(NULL, 0) == NULL && function(NULL, SIZE_MAX) == NULL)
#define NONE(function) CHECK(function(NULL) == 0)
#define NO_OP(function) function(NULL)
#define ABSENT_VALUE(function, type, other) \
    do {                                    \
        type out = other;                   \
        CHECK(!function(NULL, &out));       \
        CHECK(out == (type)0);              \
        CHECK(!function(NULL, NULL));       \
    } while (0)
#define ABSENT_NUMBER(function) ABSENT_VALUE(function, int64_t, 77)
#define ABSENT_FLAG(function) ABSENT_VALUE(function, bool, true)

static void texts_and_objects(void)
{
    ABSENT(ls_entitlement_fallback);
    ABSENT(ls_entitlement_license);
    ABSENT(ls_entitlement_message);
    ABSENT(ls_entitlement_to_json);
    ABSENT(ls_error_message);
    ABSENT(ls_error_code);
    ABSENT(ls_license_users_customer);
    ABSENT(ls_license_users_fallback);
    ABSENT(ls_licenses_fallback);
    ABSENT(ls_allocations_to_json);
    ABSENT(ls_license_users_to_json);
    ABSENT(ls_licenses_to_json);
    ABSENT(ls_releases_to_json);
    ABSENT(ls_variables_to_json);
    ABSENT_AT(ls_allocations_at);
    ABSENT_AT(ls_license_users_at);
    ABSENT_AT(ls_licenses_at);
}

static void numbers(void)
{
    ABSENT_NUMBER(ls_agent_clock_offset);
    ABSENT_NUMBER(ls_entitlement_expires_at);
}

static void fields(void)
{
    // Generated from abi/fields.toml; `make generate` writes it.
    ABSENT(ls_license_to_json);
    NONE(ls_license_product_features_count);
    ABSENT_AT(ls_license_product_features_at);
    NONE(ls_license_custom_fields_count);
    ABSENT_AT(ls_license_custom_fields_at);
    ABSENT(ls_license_holder);
    ABSENT(ls_license_customer);
    ABSENT(ls_license_product_details);
    ABSENT_NUMBER(ls_license_company_id);
    ABSENT_NUMBER(ls_license_id);
    ABSENT(ls_license_license_key);
    ABSENT(ls_license_hardware_id);
    ABSENT(ls_license_order_store_id);
    ABSENT(ls_license_license_type);
    ABSENT_FLAG(ls_license_license_active);
    ABSENT_FLAG(ls_license_license_enabled);
    ABSENT_FLAG(ls_license_is_trial);
    ABSENT_NUMBER(ls_license_trial_days);
    ABSENT_FLAG(ls_license_is_expired);
    ABSENT_NUMBER(ls_license_validity_period);
    ABSENT_NUMBER(ls_license_start_date);
    ABSENT_FLAG(ls_license_enable_maintenance_period);
    ABSENT_NUMBER(ls_license_maintenance_period);
    ABSENT_FLAG(ls_license_allow_grace_period);
    ABSENT_NUMBER(ls_license_grace_period);
    ABSENT_NUMBER(ls_license_max_activations);
    ABSENT_NUMBER(ls_license_times_activated);
    ABSENT_FLAG(ls_license_allow_unlimited_activations);
    ABSENT_NUMBER(ls_license_max_transfers);
    ABSENT_NUMBER(ls_license_transfer_count);
    ABSENT_NUMBER(ls_license_max_license_users);
    ABSENT_FLAG(ls_license_is_floating);
    ABSENT_FLAG(ls_license_is_floating_cloud);
    ABSENT_NUMBER(ls_license_floating_timeout);
    ABSENT_NUMBER(ls_license_floating_users);
    ABSENT_NUMBER(ls_license_floating_in_use_devices);
    ABSENT_FLAG(ls_license_can_borrow);
    ABSENT_NUMBER(ls_license_max_borrow_time);
    ABSENT_FLAG(ls_license_is_borrowed);
    ABSENT_NUMBER(ls_license_borrowed_until);
    ABSENT_NUMBER(ls_license_max_consumptions);
    ABSENT_NUMBER(ls_license_total_consumptions);
    ABSENT_FLAG(ls_license_allow_unlimited_consumptions);
    ABSENT_FLAG(ls_license_allow_overages);
    ABSENT_NUMBER(ls_license_max_overages);
    ABSENT_FLAG(ls_license_reset_consumption);
    ABSENT(ls_license_consumption_period);
    ABSENT_FLAG(ls_license_is_air_gapped);
    ABSENT_FLAG(ls_license_is_hardware_key_auth);
    ABSENT_FLAG(ls_license_prevent_vm);
    ABSENT_NUMBER(ls_license_device_id);
    ABSENT(ls_license_channel);
    ABSENT(ls_license_environment);
    ABSENT(ls_license_version);
    ABSENT(ls_license_requires_version);
    ABSENT(ls_license_release_date);
    ABSENT(ls_license_release_notes_link);
    ABSENT(ls_license_installation_file);
    ABSENT(ls_license_hash_md5);
    ABSENT(ls_license_size);
    ABSENT(ls_license_eula_link);
    ABSENT(ls_license_license_signature);
    ABSENT(ls_license_license_signature_v2);
    ABSENT(ls_license_offline_signature);
    ABSENT(ls_license_metadata);
    ABSENT_NUMBER(ls_feature_id);
    ABSENT(ls_feature_code);
    ABSENT(ls_feature_name);
    ABSENT(ls_feature_feature_type);
    ABSENT_NUMBER(ls_feature_expiry_date);
    ABSENT_FLAG(ls_feature_is_floating);
    ABSENT_FLAG(ls_feature_is_floating_cloud);
    ABSENT_NUMBER(ls_feature_floating_users);
    ABSENT_NUMBER(ls_feature_floating_timeout);
    ABSENT_NUMBER(ls_feature_max_consumption);
    ABSENT_NUMBER(ls_feature_total_consumptions);
    ABSENT_FLAG(ls_feature_allow_unlimited_consumptions);
    ABSENT_NUMBER(ls_feature_allow_overages);
    ABSENT_NUMBER(ls_feature_max_overages);
    ABSENT_FLAG(ls_feature_reset_consumption);
    ABSENT(ls_feature_consumption_period);
    ABSENT(ls_feature_metadata);
    ABSENT(ls_custom_field_name);
    ABSENT(ls_custom_field_data_type);
    ABSENT(ls_custom_field_value);
    ABSENT_NUMBER(ls_product_product_id);
    ABSENT(ls_product_product_name);
    ABSENT(ls_product_short_code);
    ABSENT_FLAG(ls_product_allow_trial);
    ABSENT_NUMBER(ls_product_trial_days);
    ABSENT(ls_product_authorization_method);
    ABSENT_NUMBER(ls_product_floating_timeout);
    ABSENT_FLAG(ls_product_allow_overages);
    ABSENT_NUMBER(ls_product_max_overages);
    ABSENT_FLAG(ls_product_prevent_vm);
    ABSENT(ls_product_latest_version);
    ABSENT_NUMBER(ls_product_company_id);
    NONE(ls_product_custom_fields_count);
    ABSENT_AT(ls_product_custom_fields_at);
    ABSENT(ls_product_metadata);
    ABSENT_NUMBER(ls_product_custom_field_id);
    ABSENT(ls_product_custom_field_name);
    ABSENT(ls_product_custom_field_default_value);
    ABSENT_NUMBER(ls_user_id);
    ABSENT(ls_user_email);
    ABSENT(ls_user_first_name);
    ABSENT(ls_user_last_name);
    ABSENT(ls_user_phone_number);
    ABSENT_FLAG(ls_user_is_initial_password);
    ABSENT_NUMBER(ls_user_max_activations);
    ABSENT_NUMBER(ls_user_total_activations);
    ABSENT_FLAG(ls_user_allow_unlimited_activations);
    ABSENT(ls_customer_email);
    ABSENT(ls_customer_first_name);
    ABSENT(ls_customer_last_name);
    ABSENT(ls_customer_company_name);
    ABSENT(ls_customer_phone);
    ABSENT(ls_customer_reference);
    ABSENT(ls_customer_address);
    ABSENT(ls_customer_postcode);
    ABSENT(ls_customer_city);
    ABSENT(ls_customer_state);
    ABSENT(ls_customer_country);
    ABSENT(ls_customer_customer_account);
    ABSENT(ls_customer_metadata);
    ABSENT(ls_license_user_email);
    ABSENT_FLAG(ls_license_user_is_active);
    ABSENT(ls_license_user_first_name);
    ABSENT(ls_license_user_last_name);
    ABSENT(ls_license_user_phone_number);
    ABSENT_FLAG(ls_license_user_is_initial_password);
    ABSENT(ls_license_user_initial_password);
    ABSENT_NUMBER(ls_license_user_license_id);
    ABSENT_NUMBER(ls_license_user_order_id);
    ABSENT(ls_license_user_order_store_id);
    ABSENT_NUMBER(ls_license_user_max_activations);
    ABSENT_NUMBER(ls_license_user_total_activations);
    ABSENT(ls_trial_license_key);
    ABSENT(ls_trial_username);
    ABSENT(ls_trial_initial_password);
    ABSENT_FLAG(ls_trial_is_new);
    ABSENT_NUMBER(ls_trial_days);
    ABSENT(ls_release_version);
    ABSENT(ls_release_release_date);
    ABSENT_NUMBER(ls_release_id);
    ABSENT(ls_release_environment);
    ABSENT(ls_release_channel);
    ABSENT(ls_release_installation_file);
    ABSENT(ls_release_hash_md5);
    ABSENT(ls_release_size);
    ABSENT(ls_release_requires_version);
    ABSENT(ls_release_eula_link);
    ABSENT(ls_release_release_notes_link);
    ABSENT(ls_variable_name);
    ABSENT(ls_variable_value);
    ABSENT_NUMBER(ls_variable_created_at);
    ABSENT_NUMBER(ls_variable_device_id);
    ABSENT(ls_allocation_user_id);
    ABSENT(ls_allocation_organization_id);
    ABSENT_FLAG(ls_allocation_use_external_license);
    NONE(ls_allocation_user_bundle_codes_count);
    ABSENT_AT(ls_allocation_user_bundle_codes_at);
    // End of the generated part.
}

static void others(void)
{
    ABSENT(ls_activation_hardware_id);
    ABSENT_NUMBER(ls_activation_device_id);
    NONE(ls_allocations_count);
    NONE(ls_license_users_count);
    NONE(ls_licenses_count);
    NONE(ls_releases_count);
    ABSENT_AT(ls_releases_at);
    NONE(ls_variables_count);
    ABSENT_AT(ls_variables_at);
    NONE(ls_seat_is_held);
    ABSENT_NUMBER(ls_seat_expires_at);
    NONE(ls_balance_total);
    ABSENT_NUMBER(ls_balance_limit);
    NONE(ls_balance_unsent);
    NONE(ls_balance_uncertain);
    NONE(ls_entitlement_fetched_at);
    NONE(ls_entitlement_is_allowed);
    NONE(ls_error_http_status);
    NONE(ls_error_is_retryable);
    ABSENT_NUMBER(ls_error_retry_after);
    NONE(ls_license_users_fetched_at);
    NONE(ls_licenses_fetched_at);
    CHECK_NUMBER(ls_error_status(NULL), LS_ERR_INTERNAL);
    CHECK_NUMBER(ls_entitlement_decision(NULL), LS_DECISION_DENIED_NO_LICENSE);
    CHECK_NUMBER(ls_entitlement_source(NULL), LS_SOURCE_NETWORK);
    CHECK_NUMBER(ls_licenses_source(NULL), LS_SOURCE_NETWORK);
    CHECK_NUMBER(ls_license_users_source(NULL), LS_SOURCE_NETWORK);
    CHECK_TEXT(ls_status_name(INT32_MIN), "unknown status");
    NO_OP(ls_activation_free);
    NO_OP(ls_agent_free);
    NO_OP(ls_allocations_free);
    NO_OP(ls_balance_free);
    NO_OP(ls_config_free);
    NO_OP(ls_credentials_free);
    NO_OP(ls_entitlement_free);
    NO_OP(ls_error_free);
    NO_OP(ls_license_users_free);
    NO_OP(ls_product_free);
    NO_OP(ls_licenses_free);
    NO_OP(ls_releases_free);
    NO_OP(ls_seat_free);
    NO_OP(ls_sso_options_free);
    NO_OP(ls_string_free);
    NO_OP(ls_task_free);
    NO_OP(ls_trial_free);
    NO_OP(ls_uipath_free);
    NO_OP(ls_variables_free);
}

int main(void)
{
    texts_and_objects();
    numbers();
    fields();
    others();
    puts("NULL reads as nothing");
    return 0;
}
