"""The C ABI: every function of lsagent.h and how to call it, in one table.

Nothing is loaded when this module is imported: the library is opened by the first call, and a
function is bound when it is first used, so that a start-up pays for what it needs alone.
"""

from __future__ import annotations

import ctypes
import os
import sys

from ._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The kinds of values that cross the boundary, named after what they are in lsagent.h.
VOID = None
STATUS = ctypes.c_int32
ENUM = ctypes.c_int32
BOOL = ctypes.c_bool
I32 = ctypes.c_int32
I64 = ctypes.c_int64
U16 = ctypes.c_uint16
U32 = ctypes.c_uint32
U64 = ctypes.c_uint64
SIZE = ctypes.c_size_t
TEXT = ctypes.c_char_p  # const char *
OWNED_TEXT = ctypes.c_void_p  # char *, which goes to ls_string_free
OBJECT = ctypes.c_void_p  # a pointer to an object of the library
USER_DATA = ctypes.c_void_p
TEXTS = ctypes.POINTER(ctypes.c_char_p)  # const char *const *
OUT_OBJECT = ctypes.POINTER(ctypes.c_void_p)
OUT_OWNED_TEXT = ctypes.POINTER(ctypes.c_void_p)  # char **
OUT_I64 = ctypes.POINTER(ctypes.c_int64)
OUT_BOOL = ctypes.POINTER(ctypes.c_bool)

# Generated from include/lsagent.h; `make generate` writes it.

LOG_CALLBACK = ctypes.CFUNCTYPE(VOID, USER_DATA, I32, TEXT)
REFRESH_CALLBACK = ctypes.CFUNCTYPE(VOID, USER_DATA, TEXT, STATUS, BOOL, OBJECT, OBJECT)
ENTITLEMENT_CALLBACK = ctypes.CFUNCTYPE(VOID, USER_DATA, STATUS, OBJECT, OBJECT)
LICENSES_CALLBACK = ctypes.CFUNCTYPE(VOID, USER_DATA, STATUS, OBJECT, OBJECT)
LICENSE_USERS_CALLBACK = ctypes.CFUNCTYPE(VOID, USER_DATA, STATUS, OBJECT, OBJECT)
ACTIVATION_CALLBACK = ctypes.CFUNCTYPE(VOID, USER_DATA, STATUS, OBJECT, OBJECT)
SEAT_CALLBACK = ctypes.CFUNCTYPE(VOID, USER_DATA, I32, OBJECT)
SEAT_ACQUIRED_CALLBACK = ctypes.CFUNCTYPE(VOID, USER_DATA, STATUS, OBJECT, OBJECT)
BROWSER_CALLBACK = ctypes.CFUNCTYPE(BOOL, USER_DATA, TEXT)
DOCTOR_CALLBACK = ctypes.CFUNCTYPE(VOID, USER_DATA, TEXT, I32, TEXT, TEXT)

# fmt: off
# name: (what it returns, what it takes); one line each, sorted.
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "ls_activate": (STATUS, (OBJECT, TEXT, OBJECT, I64, OUT_OBJECT, OUT_OBJECT)),
    "ls_activate_start": (STATUS, (OBJECT, TEXT, OBJECT, I64, ACTIVATION_CALLBACK, USER_DATA, OUT_OBJECT, OUT_OBJECT)),
    "ls_activation_balance": (STATUS, (OBJECT, TEXT, OUT_OBJECT, OUT_OBJECT)),
    "ls_activation_borrow": (STATUS, (OBJECT, TEXT, I64, OBJECT, OUT_I64, OUT_OBJECT)),
    "ls_activation_check": (STATUS, (OBJECT, TEXT, I32, OUT_OBJECT, OUT_OBJECT)),
    "ls_activation_check_start": (STATUS, (OBJECT, TEXT, I32, ENTITLEMENT_CALLBACK, USER_DATA, OUT_OBJECT, OUT_OBJECT)),
    "ls_activation_consume": (STATUS, (OBJECT, TEXT, I64, OUT_OBJECT)),
    "ls_activation_deactivate": (STATUS, (OBJECT, OUT_OBJECT)),
    "ls_activation_device_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_activation_free": (VOID, (OBJECT,)),
    "ls_activation_hardware_id": (TEXT, (OBJECT,)),
    "ls_activation_licenses": (STATUS, (OBJECT, OUT_OBJECT, OUT_OBJECT)),
    "ls_activation_open": (STATUS, (OBJECT, TEXT, OUT_OBJECT, OUT_OBJECT)),
    "ls_activation_release": (STATUS, (OBJECT, TEXT, TEXT, TEXT, OUT_OBJECT, OUT_OBJECT)),
    "ls_activation_releases": (STATUS, (OBJECT, TEXT, TEXT, OUT_OBJECT, OUT_OBJECT)),
    "ls_activation_return": (STATUS, (OBJECT, TEXT, OUT_OBJECT)),
    "ls_activation_set_variables": (STATUS, (OBJECT, TEXTS, TEXTS, SIZE, OUT_OBJECT)),
    "ls_activation_sync": (STATUS, (OBJECT, OUT_OBJECT)),
    "ls_activation_variables": (STATUS, (OBJECT, OUT_OBJECT, OUT_OBJECT)),
    "ls_agent_clock_offset": (BOOL, (OBJECT, OUT_I64)),
    "ls_agent_close": (STATUS, (OBJECT, U32)),
    "ls_agent_forget": (STATUS, (OBJECT, TEXT, OUT_OBJECT)),
    "ls_agent_free": (VOID, (OBJECT,)),
    "ls_agent_new": (STATUS, (OBJECT, OUT_OBJECT, OUT_OBJECT)),
    "ls_allocation_organization_id": (TEXT, (OBJECT,)),
    "ls_allocation_use_external_license": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_allocation_user_bundle_codes_at": (TEXT, (OBJECT, SIZE)),
    "ls_allocation_user_bundle_codes_count": (SIZE, (OBJECT,)),
    "ls_allocation_user_id": (TEXT, (OBJECT,)),
    "ls_allocations_at": (OBJECT, (OBJECT, SIZE)),
    "ls_allocations_count": (SIZE, (OBJECT,)),
    "ls_allocations_free": (VOID, (OBJECT,)),
    "ls_allocations_to_json": (OWNED_TEXT, (OBJECT,)),
    "ls_balance_free": (VOID, (OBJECT,)),
    "ls_balance_limit": (BOOL, (OBJECT, OUT_I64)),
    "ls_balance_total": (I64, (OBJECT,)),
    "ls_balance_uncertain": (I64, (OBJECT,)),
    "ls_balance_unsent": (I64, (OBJECT,)),
    "ls_change_password": (STATUS, (OBJECT, TEXT, TEXT, TEXT, OUT_OBJECT)),
    "ls_check": (STATUS, (OBJECT, TEXT, TEXT, OBJECT, I32, OUT_OBJECT, OUT_OBJECT)),
    "ls_check_start": (STATUS, (OBJECT, TEXT, TEXT, OBJECT, I32, ENTITLEMENT_CALLBACK, USER_DATA, OUT_OBJECT, OUT_OBJECT)),
    "ls_config_free": (VOID, (OBJECT,)),
    "ls_config_new": (OBJECT, ()),
    "ls_config_set_api_key": (STATUS, (OBJECT, TEXT, TEXT)),
    "ls_config_set_app": (STATUS, (OBJECT, TEXT, TEXT)),
    "ls_config_set_base_url": (STATUS, (OBJECT, TEXT)),
    "ls_config_set_ca_file": (STATUS, (OBJECT, TEXT)),
    "ls_config_set_cache_dir": (STATUS, (OBJECT, TEXT)),
    "ls_config_set_cache_enabled": (STATUS, (OBJECT, BOOL)),
    "ls_config_set_connect_timeout_ms": (STATUS, (OBJECT, U32)),
    "ls_config_set_consumption_delivery": (STATUS, (OBJECT, I32)),
    "ls_config_set_consumption_sync_seconds": (STATUS, (OBJECT, I64)),
    "ls_config_set_device_id": (STATUS, (OBJECT, TEXT)),
    "ls_config_set_log_callback": (STATUS, (OBJECT, I32, LOG_CALLBACK, USER_DATA)),
    "ls_config_set_max_response_bytes": (STATUS, (OBJECT, U64)),
    "ls_config_set_oauth_client": (STATUS, (OBJECT, TEXT, TEXT, TEXT)),
    "ls_config_set_offline_grace_seconds": (STATUS, (OBJECT, I64)),
    "ls_config_set_pinned_public_key": (STATUS, (OBJECT, TEXT)),
    "ls_config_set_product_id": (STATUS, (OBJECT, TEXT, I64)),
    "ls_config_set_proxy": (STATUS, (OBJECT, TEXT)),
    "ls_config_set_refresh_after_seconds": (STATUS, (OBJECT, I64)),
    "ls_config_set_refresh_callback": (STATUS, (OBJECT, REFRESH_CALLBACK, USER_DATA)),
    "ls_config_set_release_seats": (STATUS, (OBJECT, BOOL)),
    "ls_config_set_remember": (STATUS, (OBJECT, BOOL)),
    "ls_config_set_remember_mode": (STATUS, (OBJECT, I32)),
    "ls_config_set_response_public_key": (STATUS, (OBJECT, TEXT)),
    "ls_config_set_timeout_ms": (STATUS, (OBJECT, U32)),
    "ls_credentials_free": (VOID, (OBJECT,)),
    "ls_credentials_new_code": (OBJECT, (TEXT, TEXT, TEXT)),
    "ls_credentials_new_id_token": (OBJECT, (TEXT, TEXT)),
    "ls_credentials_new_license_key": (OBJECT, (TEXT,)),
    "ls_credentials_new_password": (OBJECT, (TEXT, TEXT)),
    "ls_credentials_new_remembered": (OBJECT, (TEXT,)),
    "ls_custom_field_data_type": (TEXT, (OBJECT,)),
    "ls_custom_field_name": (TEXT, (OBJECT,)),
    "ls_custom_field_value": (TEXT, (OBJECT,)),
    "ls_customer_address": (TEXT, (OBJECT,)),
    "ls_customer_city": (TEXT, (OBJECT,)),
    "ls_customer_company_name": (TEXT, (OBJECT,)),
    "ls_customer_country": (TEXT, (OBJECT,)),
    "ls_customer_customer_account": (TEXT, (OBJECT,)),
    "ls_customer_email": (TEXT, (OBJECT,)),
    "ls_customer_first_name": (TEXT, (OBJECT,)),
    "ls_customer_last_name": (TEXT, (OBJECT,)),
    "ls_customer_license_users": (STATUS, (OBJECT, TEXT, TEXT, I32, OUT_OBJECT, OUT_OBJECT)),
    "ls_customer_license_users_start": (STATUS, (OBJECT, TEXT, TEXT, I32, LICENSE_USERS_CALLBACK, USER_DATA, OUT_OBJECT, OUT_OBJECT)),
    "ls_customer_metadata": (TEXT, (OBJECT,)),
    "ls_customer_phone": (TEXT, (OBJECT,)),
    "ls_customer_postcode": (TEXT, (OBJECT,)),
    "ls_customer_reference": (TEXT, (OBJECT,)),
    "ls_customer_state": (TEXT, (OBJECT,)),
    "ls_doctor": (STATUS, (OBJECT, TEXT, OBJECT, U32, DOCTOR_CALLBACK, USER_DATA, OUT_OWNED_TEXT, OUT_OBJECT)),
    "ls_entitlement_decision": (ENUM, (OBJECT,)),
    "ls_entitlement_expires_at": (BOOL, (OBJECT, OUT_I64)),
    "ls_entitlement_fallback": (OBJECT, (OBJECT,)),
    "ls_entitlement_fetched_at": (I64, (OBJECT,)),
    "ls_entitlement_free": (VOID, (OBJECT,)),
    "ls_entitlement_is_allowed": (BOOL, (OBJECT,)),
    "ls_entitlement_license": (OBJECT, (OBJECT,)),
    "ls_entitlement_message": (TEXT, (OBJECT,)),
    "ls_entitlement_source": (ENUM, (OBJECT,)),
    "ls_entitlement_to_json": (OWNED_TEXT, (OBJECT,)),
    "ls_error_code": (TEXT, (OBJECT,)),
    "ls_error_free": (VOID, (OBJECT,)),
    "ls_error_http_status": (U16, (OBJECT,)),
    "ls_error_is_retryable": (BOOL, (OBJECT,)),
    "ls_error_message": (TEXT, (OBJECT,)),
    "ls_error_retry_after": (BOOL, (OBJECT, OUT_I64)),
    "ls_error_status": (STATUS, (OBJECT,)),
    "ls_feature_allow_overages": (BOOL, (OBJECT, OUT_I64)),
    "ls_feature_allow_unlimited_consumptions": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_feature_code": (TEXT, (OBJECT,)),
    "ls_feature_consumption_period": (TEXT, (OBJECT,)),
    "ls_feature_expiry_date": (BOOL, (OBJECT, OUT_I64)),
    "ls_feature_feature_type": (TEXT, (OBJECT,)),
    "ls_feature_floating_timeout": (BOOL, (OBJECT, OUT_I64)),
    "ls_feature_floating_users": (BOOL, (OBJECT, OUT_I64)),
    "ls_feature_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_feature_is_floating": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_feature_is_floating_cloud": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_feature_max_consumption": (BOOL, (OBJECT, OUT_I64)),
    "ls_feature_max_overages": (BOOL, (OBJECT, OUT_I64)),
    "ls_feature_metadata": (TEXT, (OBJECT,)),
    "ls_feature_name": (TEXT, (OBJECT,)),
    "ls_feature_reset_consumption": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_feature_total_consumptions": (BOOL, (OBJECT, OUT_I64)),
    "ls_fetch_product": (STATUS, (OBJECT, TEXT, OUT_OBJECT, OUT_OBJECT)),
    "ls_license_allow_grace_period": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_allow_overages": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_allow_unlimited_activations": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_allow_unlimited_consumptions": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_borrowed_until": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_can_borrow": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_channel": (TEXT, (OBJECT,)),
    "ls_license_company_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_consumption_period": (TEXT, (OBJECT,)),
    "ls_license_custom_fields_at": (OBJECT, (OBJECT, SIZE)),
    "ls_license_custom_fields_count": (SIZE, (OBJECT,)),
    "ls_license_customer": (OBJECT, (OBJECT,)),
    "ls_license_device_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_enable_maintenance_period": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_environment": (TEXT, (OBJECT,)),
    "ls_license_eula_link": (TEXT, (OBJECT,)),
    "ls_license_floating_in_use_devices": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_floating_timeout": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_floating_users": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_grace_period": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_hardware_id": (TEXT, (OBJECT,)),
    "ls_license_hash_md5": (TEXT, (OBJECT,)),
    "ls_license_holder": (OBJECT, (OBJECT,)),
    "ls_license_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_installation_file": (TEXT, (OBJECT,)),
    "ls_license_is_air_gapped": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_is_borrowed": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_is_expired": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_is_floating": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_is_floating_cloud": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_is_hardware_key_auth": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_is_trial": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_license_active": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_license_enabled": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_license_key": (TEXT, (OBJECT,)),
    "ls_license_license_signature": (TEXT, (OBJECT,)),
    "ls_license_license_signature_v2": (TEXT, (OBJECT,)),
    "ls_license_license_type": (TEXT, (OBJECT,)),
    "ls_license_maintenance_period": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_max_activations": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_max_borrow_time": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_max_consumptions": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_max_license_users": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_max_overages": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_max_transfers": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_metadata": (TEXT, (OBJECT,)),
    "ls_license_offline_signature": (TEXT, (OBJECT,)),
    "ls_license_order_store_id": (TEXT, (OBJECT,)),
    "ls_license_prevent_vm": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_product_details": (OBJECT, (OBJECT,)),
    "ls_license_product_features_at": (OBJECT, (OBJECT, SIZE)),
    "ls_license_product_features_count": (SIZE, (OBJECT,)),
    "ls_license_release_date": (TEXT, (OBJECT,)),
    "ls_license_release_notes_link": (TEXT, (OBJECT,)),
    "ls_license_requires_version": (TEXT, (OBJECT,)),
    "ls_license_reset_consumption": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_size": (TEXT, (OBJECT,)),
    "ls_license_start_date": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_times_activated": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_to_json": (OWNED_TEXT, (OBJECT,)),
    "ls_license_total_consumptions": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_transfer_count": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_trial_days": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_user_email": (TEXT, (OBJECT,)),
    "ls_license_user_first_name": (TEXT, (OBJECT,)),
    "ls_license_user_initial_password": (TEXT, (OBJECT,)),
    "ls_license_user_is_active": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_user_is_initial_password": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_license_user_last_name": (TEXT, (OBJECT,)),
    "ls_license_user_license_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_user_max_activations": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_user_order_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_user_order_store_id": (TEXT, (OBJECT,)),
    "ls_license_user_phone_number": (TEXT, (OBJECT,)),
    "ls_license_user_total_activations": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_users_at": (OBJECT, (OBJECT, SIZE)),
    "ls_license_users_count": (SIZE, (OBJECT,)),
    "ls_license_users_customer": (OBJECT, (OBJECT,)),
    "ls_license_users_fallback": (OBJECT, (OBJECT,)),
    "ls_license_users_fetched_at": (I64, (OBJECT,)),
    "ls_license_users_free": (VOID, (OBJECT,)),
    "ls_license_users_source": (ENUM, (OBJECT,)),
    "ls_license_users_to_json": (OWNED_TEXT, (OBJECT,)),
    "ls_license_validity_period": (BOOL, (OBJECT, OUT_I64)),
    "ls_license_version": (TEXT, (OBJECT,)),
    "ls_licenses_at": (OBJECT, (OBJECT, SIZE)),
    "ls_licenses_check": (STATUS, (OBJECT, TEXT, TEXT, OUT_OBJECT, OUT_OBJECT)),
    "ls_licenses_count": (SIZE, (OBJECT,)),
    "ls_licenses_fallback": (OBJECT, (OBJECT,)),
    "ls_licenses_fetched_at": (I64, (OBJECT,)),
    "ls_licenses_free": (VOID, (OBJECT,)),
    "ls_licenses_source": (ENUM, (OBJECT,)),
    "ls_licenses_to_json": (OWNED_TEXT, (OBJECT,)),
    "ls_offline_activate": (STATUS, (OBJECT, TEXT, TEXT, OUT_OBJECT, OUT_OBJECT)),
    "ls_offline_deactivation": (STATUS, (OBJECT, TEXT, OUT_OBJECT)),
    "ls_offline_refresh": (STATUS, (OBJECT, TEXT, OUT_OBJECT)),
    "ls_offline_request": (STATUS, (OBJECT, TEXT, OBJECT, I64, TEXT, OUT_OBJECT)),
    "ls_product_allow_overages": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_product_allow_trial": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_product_authorization_method": (TEXT, (OBJECT,)),
    "ls_product_company_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_product_custom_field_default_value": (TEXT, (OBJECT,)),
    "ls_product_custom_field_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_product_custom_field_name": (TEXT, (OBJECT,)),
    "ls_product_custom_fields_at": (OBJECT, (OBJECT, SIZE)),
    "ls_product_custom_fields_count": (SIZE, (OBJECT,)),
    "ls_product_floating_timeout": (BOOL, (OBJECT, OUT_I64)),
    "ls_product_free": (VOID, (OBJECT,)),
    "ls_product_latest_version": (TEXT, (OBJECT,)),
    "ls_product_max_overages": (BOOL, (OBJECT, OUT_I64)),
    "ls_product_metadata": (TEXT, (OBJECT,)),
    "ls_product_prevent_vm": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_product_product_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_product_product_name": (TEXT, (OBJECT,)),
    "ls_product_short_code": (TEXT, (OBJECT,)),
    "ls_product_trial_days": (BOOL, (OBJECT, OUT_I64)),
    "ls_release_channel": (TEXT, (OBJECT,)),
    "ls_release_environment": (TEXT, (OBJECT,)),
    "ls_release_eula_link": (TEXT, (OBJECT,)),
    "ls_release_hash_md5": (TEXT, (OBJECT,)),
    "ls_release_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_release_installation_file": (TEXT, (OBJECT,)),
    "ls_release_release_date": (TEXT, (OBJECT,)),
    "ls_release_release_notes_link": (TEXT, (OBJECT,)),
    "ls_release_requires_version": (TEXT, (OBJECT,)),
    "ls_release_size": (TEXT, (OBJECT,)),
    "ls_release_version": (TEXT, (OBJECT,)),
    "ls_releases_at": (OBJECT, (OBJECT, SIZE)),
    "ls_releases_count": (SIZE, (OBJECT,)),
    "ls_releases_free": (VOID, (OBJECT,)),
    "ls_releases_to_json": (OWNED_TEXT, (OBJECT,)),
    "ls_seat_acquire": (STATUS, (OBJECT, TEXT, SEAT_CALLBACK, USER_DATA, OUT_OBJECT, OUT_OBJECT)),
    "ls_seat_acquire_start": (STATUS, (OBJECT, TEXT, SEAT_CALLBACK, USER_DATA, SEAT_ACQUIRED_CALLBACK, USER_DATA, OUT_OBJECT, OUT_OBJECT)),
    "ls_seat_expires_at": (BOOL, (OBJECT, OUT_I64)),
    "ls_seat_free": (VOID, (OBJECT,)),
    "ls_seat_is_held": (BOOL, (OBJECT,)),
    "ls_seat_release": (STATUS, (OBJECT, OUT_OBJECT)),
    "ls_sso_options_free": (VOID, (OBJECT,)),
    "ls_sso_options_new": (OBJECT, ()),
    "ls_sso_options_set_browser_callback": (STATUS, (OBJECT, BROWSER_CALLBACK, USER_DATA)),
    "ls_sso_options_set_path": (STATUS, (OBJECT, TEXT)),
    "ls_sso_options_set_port": (STATUS, (OBJECT, U16)),
    "ls_sso_options_set_require_signature": (STATUS, (OBJECT, BOOL)),
    "ls_sso_options_set_require_state": (STATUS, (OBJECT, BOOL)),
    "ls_sso_options_set_response_type": (STATUS, (OBJECT, I32)),
    "ls_sso_options_set_timeout_ms": (STATUS, (OBJECT, U32)),
    "ls_sso_sign_in": (STATUS, (OBJECT, TEXT, TEXT, OBJECT, OUT_OBJECT, OUT_OBJECT)),
    "ls_sso_sign_in_start": (STATUS, (OBJECT, TEXT, TEXT, OBJECT, LICENSES_CALLBACK, USER_DATA, OUT_OBJECT, OUT_OBJECT)),
    "ls_sso_url": (STATUS, (OBJECT, TEXT, TEXT, I32, TEXT, OUT_OWNED_TEXT, OUT_OBJECT)),
    "ls_status_name": (TEXT, (I32,)),
    "ls_string_free": (VOID, (OWNED_TEXT,)),
    "ls_task_cancel": (STATUS, (OBJECT,)),
    "ls_task_free": (VOID, (OBJECT,)),
    "ls_task_wait": (STATUS, (OBJECT, U32)),
    "ls_trial_days": (BOOL, (OBJECT, OUT_I64)),
    "ls_trial_free": (VOID, (OBJECT,)),
    "ls_trial_initial_password": (TEXT, (OBJECT,)),
    "ls_trial_is_new": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_trial_license_key": (TEXT, (OBJECT,)),
    "ls_trial_request": (STATUS, (OBJECT, TEXT, TEXT, OUT_OBJECT, OUT_OBJECT)),
    "ls_trial_username": (TEXT, (OBJECT,)),
    "ls_uipath_allocate_user_licenses": (STATUS, (OBJECT, TEXT, TEXTS, SIZE, TEXTS, SIZE, BOOL, OUT_OBJECT, OUT_OBJECT)),
    "ls_uipath_free": (VOID, (OBJECT,)),
    "ls_uipath_new": (STATUS, (OBJECT, TEXT, TEXT, OUT_OBJECT, OUT_OBJECT)),
    "ls_uipath_set_access_token": (STATUS, (OBJECT, TEXT)),
    "ls_uipath_set_method": (STATUS, (OBJECT, I32)),
    "ls_user_allow_unlimited_activations": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_user_email": (TEXT, (OBJECT,)),
    "ls_user_first_name": (TEXT, (OBJECT,)),
    "ls_user_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_user_is_initial_password": (BOOL, (OBJECT, OUT_BOOL)),
    "ls_user_last_name": (TEXT, (OBJECT,)),
    "ls_user_licenses": (STATUS, (OBJECT, TEXT, OBJECT, I32, OUT_OBJECT, OUT_OBJECT)),
    "ls_user_licenses_start": (STATUS, (OBJECT, TEXT, OBJECT, I32, LICENSES_CALLBACK, USER_DATA, OUT_OBJECT, OUT_OBJECT)),
    "ls_user_max_activations": (BOOL, (OBJECT, OUT_I64)),
    "ls_user_phone_number": (TEXT, (OBJECT,)),
    "ls_user_total_activations": (BOOL, (OBJECT, OUT_I64)),
    "ls_variable_created_at": (BOOL, (OBJECT, OUT_I64)),
    "ls_variable_device_id": (BOOL, (OBJECT, OUT_I64)),
    "ls_variable_name": (TEXT, (OBJECT,)),
    "ls_variable_value": (TEXT, (OBJECT,)),
    "ls_variables_at": (OBJECT, (OBJECT, SIZE)),
    "ls_variables_count": (SIZE, (OBJECT,)),
    "ls_variables_free": (VOID, (OBJECT,)),
    "ls_variables_to_json": (OWNED_TEXT, (OBJECT,)),
    "ls_version": (TEXT, ()),
}
# fmt: on

# End of the generated part.

if sys.platform == "win32":
    LIBRARY_NAME = "lsagent.dll"
elif sys.platform == "darwin":
    LIBRARY_NAME = "liblsagent.dylib"
else:
    LIBRARY_NAME = "liblsagent.so"


class Functions:
    """The functions of the library as attributes, bound when they are first used."""

    def __init__(self, opener: type[ctypes.CDLL]) -> None:
        self._opener = opener

    def __getattr__(self, name: str) -> Any:
        # Only names that are not bound yet come here. Two threads may bind the same one: both get a
        # function that works.
        if name == "_library":
            self._library = found = _opened(self._opener)
            return found
        try:
            returns, takes = FUNCTIONS[name]
        except KeyError:
            raise AttributeError(f"lsagent.h has no function {name}") from None
        function = self._library[name]
        function.restype = returns
        function.argtypes = takes
        setattr(self, name, function)
        return function


def _opened(opener: type[ctypes.CDLL]) -> ctypes.CDLL:
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), LIBRARY_NAME)
    try:
        library = opener(path)
    except OSError as error:
        raise ImportError(
            f"the shared library of lsagent cannot be loaded ({error}); it comes with the wheel, so"
            " install that, and have the tool that packages your application take it along",
            name="lsagent",
            path=path,
        ) from None
    version = library["ls_version"]
    version.restype = TEXT
    loaded = version().decode()
    if loaded != __version__:
        raise ImportError(
            f"{path} is version {loaded}, the package {__version__}", name="lsagent", path=path
        )
    return library


# Two ways to call, by whether other threads of Python may run meanwhile.
#
# `calls` lets them run. It is for whatever may take long, wait for a lock of the library, or call
# back into Python: everything that takes an agent.
#
# `reads` does not, and is for reading a field, which takes less time than letting go. Letting go
# for each field would hand the interpreter to a busy thread each time, for 5 ms a field.
calls = Functions(ctypes.CDLL)
reads = Functions(ctypes.PyDLL)
