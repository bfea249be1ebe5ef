// Generated from include/lsagent.h; `make generate` writes it.

using System;
using System.Runtime.InteropServices;

// On Windows beside the assembly, beside the application and in the system's folder, and nowhere else.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]

namespace LsAgent
{
    /// <summary>
    /// Every function of lsagent.h but ls_task_wait, whose part a Task has, under its own name and in
    /// its order. Text goes in as bytes that end with NUL (see <see cref="Utf8"/>), since no marshaller
    /// of UTF-8 is right on all runtimes; an owned object is a handle, so that it cannot be freed during
    /// a call; a borrowed one is a pointer, read while its owner is held (see <see cref="Part"/>).
    /// </summary>
    internal static class NativeMethods
    {
        // lsagent.dll, liblsagent.so, liblsagent.dylib: each runtime knows its system's form.
        private const string Library = "lsagent";

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void LogCallback(IntPtr user_data, int level, IntPtr message);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void RefreshCallback(
            IntPtr user_data,
            IntPtr product,
            Status status,
            [MarshalAs(UnmanagedType.I1)] bool changed,
            IntPtr licenses_or_null,
            IntPtr error_or_null);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void EntitlementCallback(
            IntPtr user_data,
            Status status,
            IntPtr entitlement,
            IntPtr error);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void LicensesCallback(
            IntPtr user_data,
            Status status,
            IntPtr licenses,
            IntPtr error);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void LicenseUsersCallback(
            IntPtr user_data,
            Status status,
            IntPtr users,
            IntPtr error);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void ActivationCallback(
            IntPtr user_data,
            Status status,
            IntPtr activation,
            IntPtr error);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void SeatCallback(IntPtr user_data, int seat_event, IntPtr error_or_null);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void SeatAcquiredCallback(
            IntPtr user_data,
            Status status,
            IntPtr seat,
            IntPtr error);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal delegate bool BrowserCallback(IntPtr user_data, IntPtr url);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void DoctorCallback(
            IntPtr user_data,
            IntPtr step,
            int status,
            IntPtr sentence,
            IntPtr step_json);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_status_name(int status);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_error_status(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_error_message(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_error_code(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern ushort ls_error_http_status(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_error_is_retryable(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_error_retry_after(IntPtr error, out long out_seconds);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_error_free(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern ConfigHandle ls_config_new();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_config_free(IntPtr config);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_api_key(
            ConfigHandle config,
            byte[] api_key,
            byte[] shared_key);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_oauth_client(
            ConfigHandle config,
            byte[] client_id,
            byte[] client_secret,
            byte[] token_url);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_product_id(
            ConfigHandle config,
            byte[] product,
            long product_id);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_app(ConfigHandle config, byte[] name, byte[] version);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_log_callback(
            ConfigHandle config,
            int level,
            LogCallback callback,
            IntPtr user_data);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_base_url(ConfigHandle config, byte[] base_url);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_response_public_key(ConfigHandle config, byte[] pem);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_timeout_ms(ConfigHandle config, uint timeout_ms);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_connect_timeout_ms(
            ConfigHandle config,
            uint connect_timeout_ms);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_max_response_bytes(
            ConfigHandle config,
            ulong max_response_bytes);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_proxy(ConfigHandle config, byte[] url);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_ca_file(ConfigHandle config, byte[] path);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_pinned_public_key(ConfigHandle config, byte[] pins);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_release_seats(
            ConfigHandle config,
            [MarshalAs(UnmanagedType.I1)] bool release_seats);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_consumption_sync_seconds(
            ConfigHandle config,
            long consumption_sync_seconds);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_consumption_delivery(ConfigHandle config, int delivery);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_cache_dir(ConfigHandle config, byte[] path);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_cache_enabled(
            ConfigHandle config,
            [MarshalAs(UnmanagedType.I1)] bool enabled);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_offline_grace_seconds(
            ConfigHandle config,
            long offline_grace_seconds);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_refresh_after_seconds(
            ConfigHandle config,
            long refresh_after_seconds);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_refresh_callback(
            ConfigHandle config,
            RefreshCallback callback,
            IntPtr user_data);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_device_id(ConfigHandle config, byte[] device_id);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_remember(
            ConfigHandle config,
            [MarshalAs(UnmanagedType.I1)] bool remember);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_config_set_remember_mode(ConfigHandle config, int mode);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_agent_new(
            ConfigHandle config,
            out AgentHandle out_agent,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_agent_clock_offset(AgentHandle agent, out long out_seconds);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_agent_forget(
            AgentHandle agent,
            byte[] username_or_null,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_agent_close(AgentHandle agent, uint timeout_ms);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_agent_free(IntPtr agent);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern CredentialsHandle ls_credentials_new_password(
            byte[] username,
            byte[] password);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern CredentialsHandle ls_credentials_new_license_key(byte[] license_key);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern CredentialsHandle ls_credentials_new_id_token(
            byte[] id_token,
            byte[] customer_account_code);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern CredentialsHandle ls_credentials_new_code(
            byte[] code,
            byte[] customer_account_code,
            byte[] redirect_uri);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern CredentialsHandle ls_credentials_new_remembered(byte[] username_or_null);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_credentials_free(IntPtr credentials);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_check(
            AgentHandle agent,
            byte[] product,
            byte[] feature_or_null,
            CredentialsHandle credentials,
            int policy,
            out EntitlementHandle out_entitlement,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_user_licenses(
            AgentHandle agent,
            byte[] product,
            CredentialsHandle credentials,
            int policy,
            out LicensesHandle out_licenses,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_customer_license_users(
            AgentHandle agent,
            byte[] product,
            byte[] customer_email,
            int policy,
            out LicenseUsersHandle out_users,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_fetch_product(
            AgentHandle agent,
            byte[] product,
            out ProductHandle out_product,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_entitlement_is_allowed(IntPtr entitlement);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Decision ls_entitlement_decision(IntPtr entitlement);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_entitlement_license(IntPtr entitlement);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_entitlement_expires_at(IntPtr entitlement, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Source ls_entitlement_source(IntPtr entitlement);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern long ls_entitlement_fetched_at(IntPtr entitlement);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_entitlement_fallback(IntPtr entitlement);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_entitlement_message(IntPtr entitlement);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_entitlement_to_json(IntPtr entitlement);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_entitlement_free(IntPtr entitlement);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_check_start(
            AgentHandle agent,
            byte[] product,
            byte[] feature_or_null,
            CredentialsHandle credentials,
            int policy,
            EntitlementCallback callback,
            IntPtr user_data,
            out TaskHandle out_task,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_user_licenses_start(
            AgentHandle agent,
            byte[] product,
            CredentialsHandle credentials,
            int policy,
            LicensesCallback callback,
            IntPtr user_data,
            out TaskHandle out_task,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_customer_license_users_start(
            AgentHandle agent,
            byte[] product,
            byte[] customer_email,
            int policy,
            LicenseUsersCallback callback,
            IntPtr user_data,
            out TaskHandle out_task,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_task_cancel(TaskHandle task);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_task_free(IntPtr task);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activate(
            AgentHandle agent,
            byte[] product,
            CredentialsHandle credentials,
            long license_id,
            out ActivationHandle out_activation,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activate_start(
            AgentHandle agent,
            byte[] product,
            CredentialsHandle credentials,
            long license_id,
            ActivationCallback callback,
            IntPtr user_data,
            out TaskHandle out_task,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_open(
            AgentHandle agent,
            byte[] product,
            out ActivationHandle out_activation,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_check(
            ActivationHandle activation,
            byte[] feature_or_null,
            int policy,
            out EntitlementHandle out_entitlement,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_check_start(
            ActivationHandle activation,
            byte[] feature_or_null,
            int policy,
            EntitlementCallback callback,
            IntPtr user_data,
            out TaskHandle out_task,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_licenses(
            ActivationHandle activation,
            out LicensesHandle out_licenses,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_activation_hardware_id(IntPtr activation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_activation_device_id(IntPtr activation, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_deactivate(
            ActivationHandle activation,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_activation_free(IntPtr activation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_seat_acquire(
            ActivationHandle activation,
            byte[] feature_or_null,
            SeatCallback callback_or_null,
            IntPtr user_data,
            out SeatHandle out_seat,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_seat_acquire_start(
            ActivationHandle activation,
            byte[] feature_or_null,
            SeatCallback event_callback_or_null,
            IntPtr event_user_data,
            SeatAcquiredCallback callback,
            IntPtr user_data,
            out TaskHandle out_task,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_seat_is_held(IntPtr seat);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_seat_expires_at(IntPtr seat, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_seat_release(SeatHandle seat, out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_seat_free(IntPtr seat);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_borrow(
            ActivationHandle activation,
            byte[] feature_or_null,
            long until,
            CredentialsHandle credentials_or_null,
            out long out_until,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_return(
            ActivationHandle activation,
            byte[] feature_or_null,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_consume(
            ActivationHandle activation,
            byte[] feature_or_null,
            long amount,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_sync(
            ActivationHandle activation,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_balance(
            ActivationHandle activation,
            byte[] feature_or_null,
            out BalanceHandle out_balance,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern long ls_balance_total(IntPtr balance);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_balance_limit(IntPtr balance, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern long ls_balance_unsent(IntPtr balance);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern long ls_balance_uncertain(IntPtr balance);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_balance_free(IntPtr balance);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern SsoOptionsHandle ls_sso_options_new();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_sso_options_free(IntPtr options);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_options_set_port(SsoOptionsHandle options, ushort port);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_options_set_path(SsoOptionsHandle options, byte[] path);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_options_set_response_type(
            SsoOptionsHandle options,
            int response_type);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_options_set_timeout_ms(
            SsoOptionsHandle options,
            uint timeout_ms);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_options_set_require_state(
            SsoOptionsHandle options,
            [MarshalAs(UnmanagedType.I1)] bool require_state);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_options_set_require_signature(
            SsoOptionsHandle options,
            [MarshalAs(UnmanagedType.I1)] bool require_signature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_options_set_browser_callback(
            SsoOptionsHandle options,
            BrowserCallback callback,
            IntPtr user_data);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_sign_in(
            AgentHandle agent,
            byte[] product,
            byte[] customer_account_code,
            SsoOptionsHandle options_or_null,
            out LicensesHandle out_licenses,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_sign_in_start(
            AgentHandle agent,
            byte[] product,
            byte[] customer_account_code,
            SsoOptionsHandle options_or_null,
            LicensesCallback callback,
            IntPtr user_data,
            out TaskHandle out_task,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_sso_url(
            AgentHandle agent,
            byte[] product,
            byte[] customer_account_code,
            int response_type,
            byte[] redirect_uri_or_null,
            out IntPtr out_url,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern UIntPtr ls_licenses_count(IntPtr licenses);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_licenses_at(IntPtr licenses, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Source ls_licenses_source(IntPtr licenses);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern long ls_licenses_fetched_at(IntPtr licenses);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_licenses_fallback(IntPtr licenses);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_licenses_to_json(IntPtr licenses);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_licenses_check(
            LicensesHandle licenses,
            byte[] product,
            byte[] feature_or_null,
            out EntitlementHandle out_entitlement,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_licenses_free(IntPtr licenses);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_to_json(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern UIntPtr ls_license_product_features_count(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_product_features_at(IntPtr license, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern UIntPtr ls_license_custom_fields_count(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_custom_fields_at(IntPtr license, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_holder(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_customer(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_product_details(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_company_id(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_id(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_license_key(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_hardware_id(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_order_store_id(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_license_type(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_license_active(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_license_enabled(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_is_trial(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_trial_days(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_is_expired(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_validity_period(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_start_date(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_enable_maintenance_period(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_maintenance_period(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_allow_grace_period(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_grace_period(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_max_activations(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_times_activated(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_allow_unlimited_activations(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_max_transfers(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_transfer_count(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_max_license_users(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_is_floating(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_is_floating_cloud(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_floating_timeout(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_floating_users(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_floating_in_use_devices(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_can_borrow(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_max_borrow_time(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_is_borrowed(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_borrowed_until(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_max_consumptions(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_total_consumptions(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_allow_unlimited_consumptions(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_allow_overages(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_max_overages(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_reset_consumption(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_consumption_period(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_is_air_gapped(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_is_hardware_key_auth(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_prevent_vm(
            IntPtr license,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_device_id(IntPtr license, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_channel(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_environment(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_version(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_requires_version(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_release_date(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_release_notes_link(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_installation_file(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_hash_md5(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_size(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_eula_link(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_license_signature(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_license_signature_v2(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_offline_signature(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_metadata(IntPtr license);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_id(IntPtr feature, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_feature_code(IntPtr feature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_feature_name(IntPtr feature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_feature_feature_type(IntPtr feature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_expiry_date(IntPtr feature, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_is_floating(
            IntPtr feature,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_is_floating_cloud(
            IntPtr feature,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_floating_users(IntPtr feature, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_floating_timeout(IntPtr feature, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_max_consumption(IntPtr feature, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_total_consumptions(IntPtr feature, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_allow_unlimited_consumptions(
            IntPtr feature,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_allow_overages(IntPtr feature, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_max_overages(IntPtr feature, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_feature_reset_consumption(
            IntPtr feature,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_feature_consumption_period(IntPtr feature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_feature_metadata(IntPtr feature);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_custom_field_name(IntPtr field);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_custom_field_data_type(IntPtr field);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_custom_field_value(IntPtr field);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_product_product_id(IntPtr product, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_product_product_name(IntPtr product);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_product_short_code(IntPtr product);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_product_allow_trial(
            IntPtr product,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_product_trial_days(IntPtr product, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_product_authorization_method(IntPtr product);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_product_floating_timeout(IntPtr product, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_product_allow_overages(
            IntPtr product,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_product_max_overages(IntPtr product, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_product_prevent_vm(
            IntPtr product,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_product_latest_version(IntPtr product);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_product_company_id(IntPtr product, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern UIntPtr ls_product_custom_fields_count(IntPtr product);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_product_custom_fields_at(IntPtr product, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_product_metadata(IntPtr product);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_product_free(IntPtr product);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_product_custom_field_id(IntPtr field, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_product_custom_field_name(IntPtr field);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_product_custom_field_default_value(IntPtr field);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_user_id(IntPtr user, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_user_email(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_user_first_name(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_user_last_name(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_user_phone_number(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_user_is_initial_password(
            IntPtr user,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_user_max_activations(IntPtr user, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_user_total_activations(IntPtr user, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_user_allow_unlimited_activations(
            IntPtr user,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_email(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_first_name(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_last_name(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_company_name(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_phone(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_reference(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_address(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_postcode(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_city(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_state(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_country(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_customer_account(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_customer_metadata(IntPtr customer);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern UIntPtr ls_license_users_count(IntPtr users);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_users_at(IntPtr users, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_users_customer(IntPtr users);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Source ls_license_users_source(IntPtr users);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern long ls_license_users_fetched_at(IntPtr users);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_users_fallback(IntPtr users);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_users_to_json(IntPtr users);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_license_users_free(IntPtr users);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_user_email(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_user_is_active(
            IntPtr user,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_user_first_name(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_user_last_name(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_user_phone_number(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_user_is_initial_password(
            IntPtr user,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_user_initial_password(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_user_license_id(IntPtr user, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_user_order_id(IntPtr user, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_license_user_order_store_id(IntPtr user);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_user_max_activations(IntPtr user, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_license_user_total_activations(IntPtr user, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_trial_request(
            AgentHandle agent,
            byte[] product,
            byte[] email_or_null,
            out TrialHandle out_trial,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_change_password(
            AgentHandle agent,
            byte[] username,
            byte[] password,
            byte[] new_password,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_trial_license_key(IntPtr trial);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_trial_username(IntPtr trial);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_trial_initial_password(IntPtr trial);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_trial_is_new(
            IntPtr trial,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_trial_days(IntPtr trial, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_trial_free(IntPtr trial);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_releases(
            ActivationHandle activation,
            byte[] environment_or_null,
            byte[] channel_or_null,
            out ReleasesHandle out_releases,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_release(
            ActivationHandle activation,
            byte[] version,
            byte[] environment_or_null,
            byte[] channel_or_null,
            out ReleasesHandle out_releases,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern UIntPtr ls_releases_count(IntPtr releases);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_releases_at(IntPtr releases, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_releases_to_json(IntPtr releases);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_releases_free(IntPtr releases);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_version(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_release_date(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_release_id(IntPtr release, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_environment(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_channel(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_installation_file(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_hash_md5(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_size(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_requires_version(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_eula_link(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_release_release_notes_link(IntPtr release);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_set_variables(
            ActivationHandle activation,
            IntPtr[] names,
            IntPtr[] values,
            UIntPtr count,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_activation_variables(
            ActivationHandle activation,
            out VariablesHandle out_variables,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern UIntPtr ls_variables_count(IntPtr variables);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_variables_at(IntPtr variables, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_variables_to_json(IntPtr variables);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_variables_free(IntPtr variables);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_variable_name(IntPtr variable);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_variable_value(IntPtr variable);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_variable_created_at(IntPtr variable, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_variable_device_id(IntPtr variable, out long value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_offline_request(
            AgentHandle agent,
            byte[] product,
            CredentialsHandle credentials,
            long license_id,
            byte[] path,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_offline_activate(
            AgentHandle agent,
            byte[] product,
            byte[] path,
            out ActivationHandle out_activation,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_offline_refresh(
            ActivationHandle activation,
            byte[] path,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_offline_deactivation(
            ActivationHandle activation,
            byte[] path,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_uipath_new(
            ConfigHandle config,
            byte[] base_url,
            byte[] access_token,
            out UiPathHandle out_uipath,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_uipath_free(IntPtr uipath);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_uipath_set_access_token(UiPathHandle uipath, byte[] access_token);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_uipath_set_method(UiPathHandle uipath, int method);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_uipath_allocate_user_licenses(
            UiPathHandle uipath,
            byte[] account_id,
            IntPtr[] user_ids,
            UIntPtr user_count,
            IntPtr[] bundle_codes,
            UIntPtr bundle_count,
            [MarshalAs(UnmanagedType.I1)] bool use_external_license,
            out AllocationsHandle out_allocations,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern UIntPtr ls_allocations_count(IntPtr allocations);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_allocations_at(IntPtr allocations, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_allocations_to_json(IntPtr allocations);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_allocations_free(IntPtr allocations);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_allocation_user_id(IntPtr allocation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_allocation_organization_id(IntPtr allocation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool ls_allocation_use_external_license(
            IntPtr allocation,
            [MarshalAs(UnmanagedType.I1)] out bool value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern UIntPtr ls_allocation_user_bundle_codes_count(IntPtr allocation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_allocation_user_bundle_codes_at(IntPtr allocation, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern Status ls_doctor(
            AgentHandle agent,
            byte[] product_or_null,
            CredentialsHandle credentials_or_null,
            uint timeout_ms,
            DoctorCallback step_or_null,
            IntPtr user_data,
            out IntPtr out_report_json,
            out ErrorHandle out_error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void ls_string_free(IntPtr text);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr ls_version();
    }
}
