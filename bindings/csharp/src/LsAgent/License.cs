// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A license. Fields are named as the API names them.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class License
    {
        private readonly Part part;

        internal License(Part part)
        {
            this.part = part;
        }

        /// <summary>The license with its user and every field, as {"license": {…}, "user":
        /// {…}}.</summary>
        /// <returns>A JSON text.</returns>
        public string ToJson() => part.OwnText(NativeMethods.ls_license_to_json);

        /// <summary>The features that the license grants. Empty if there are none.</summary>
        public IReadOnlyList<Feature> ProductFeatures => part.List(
            NativeMethods.ls_license_product_features_count,
            NativeMethods.ls_license_product_features_at,
            element => new Feature(element));

        /// <summary>The fields that the vendor added. Empty if there are none.</summary>
        public IReadOnlyList<CustomField> CustomFields => part.List(
            NativeMethods.ls_license_custom_fields_count,
            NativeMethods.ls_license_custom_fields_at,
            element => new CustomField(element));

        /// <summary>The user that the license is assigned to (the API's `user`). Null if it was not
        /// sent.</summary>
        public User Holder =>
            part.Inner(NativeMethods.ls_license_holder, inner => new User(inner));

        /// <summary>The customer who bought it. Null if it was not sent.</summary>
        public Customer Customer =>
            part.Inner(NativeMethods.ls_license_customer, inner => new Customer(inner));

        /// <summary>The product that it is for. Null if it was not sent.</summary>
        public Product ProductDetails =>
            part.Inner(NativeMethods.ls_license_product_details, inner => new Product(inner));

        /// <summary>The id of the company that the order belongs to (`company.id`). Null if it was
        /// not sent.</summary>
        public long? CompanyId => part.Number(NativeMethods.ls_license_company_id);

        /// <summary>The license's id. Null if it was not sent.</summary>
        public long? Id => part.Number(NativeMethods.ls_license_id);

        /// <summary>The key by which it is activated; that of a user has none. Null if it was not
        /// sent.</summary>
        public string LicenseKey => part.Text(NativeMethods.ls_license_license_key);

        /// <summary>The id of the device that it was activated on, as the application or the agent
        /// gave it; in the answer to an activation. Null if it was not sent.</summary>
        public string HardwareId => part.Text(NativeMethods.ls_license_hardware_id);

        /// <summary>The id of the order it came with. Null if it was not sent.</summary>
        public string OrderStoreId => part.Text(NativeMethods.ls_license_order_store_id);

        /// <summary>The kind: "perpetual", "subscription", "time-limited", "consumption", … Null if
        /// it was not sent.</summary>
        public string LicenseType => part.Text(NativeMethods.ls_license_license_type);

        /// <summary>Whether it has been activated and not deactivated since. Null if it was not
        /// sent.</summary>
        public bool? LicenseActive => part.Flag(NativeMethods.ls_license_license_active);

        /// <summary>Whether the vendor has it enabled. Null if it was not sent.</summary>
        public bool? LicenseEnabled => part.Flag(NativeMethods.ls_license_license_enabled);

        /// <summary>Whether it is a trial. Null if it was not sent.</summary>
        public bool? IsTrial => part.Flag(NativeMethods.ls_license_is_trial);

        /// <summary>How many days the trial lasts; sent for trials only. Null if it was not
        /// sent.</summary>
        public long? TrialDays => part.Number(NativeMethods.ls_license_trial_days);

        /// <summary>Whether the server counts it as expired, its grace period included. Null if it
        /// was not sent.</summary>
        public bool? IsExpired => part.Flag(NativeMethods.ls_license_is_expired);

        /// <summary>When it ends; a date without a time reads as the first second of that day,
        /// through which the license lasts. In UTC. Null if it was not sent or cannot be
        /// read.</summary>
        public DateTimeOffset? ValidityPeriod => part.Time(NativeMethods.ls_license_validity_period);

        /// <summary>When it begins. In UTC. Null if it was not sent or cannot be read.</summary>
        public DateTimeOffset? StartDate => part.Time(NativeMethods.ls_license_start_date);

        /// <summary>Whether it has a maintenance period. Null if it was not sent.</summary>
        public bool? EnableMaintenancePeriod => part.Flag(NativeMethods.ls_license_enable_maintenance_period);

        /// <summary>When maintenance (updates) ends; a date without a time reads as the first
        /// second of that day. In UTC. Null if it was not sent or cannot be read.</summary>
        public DateTimeOffset? MaintenancePeriod => part.Time(NativeMethods.ls_license_maintenance_period);

        /// <summary>Whether it may be used for a while after it ended. Null if it was not
        /// sent.</summary>
        public bool? AllowGracePeriod => part.Flag(NativeMethods.ls_license_allow_grace_period);

        /// <summary>How long that is, in hours. Null if it was not sent.</summary>
        public long? GracePeriod => part.Number(NativeMethods.ls_license_grace_period);

        /// <summary>How many devices it may be activated on. Null if it was not sent.</summary>
        public long? MaxActivations => part.Number(NativeMethods.ls_license_max_activations);

        /// <summary>On how many devices it has been activated. Null if it was not sent.</summary>
        public long? TimesActivated => part.Number(NativeMethods.ls_license_times_activated);

        /// <summary>Whether max_activations does not count. Null if it was not sent.</summary>
        public bool? AllowUnlimitedActivations => part.Flag(NativeMethods.ls_license_allow_unlimited_activations);

        /// <summary>How often it may move to another device. Null if it was not sent.</summary>
        public long? MaxTransfers => part.Number(NativeMethods.ls_license_max_transfers);

        /// <summary>How often it has moved. Null if it was not sent.</summary>
        public long? TransferCount => part.Number(NativeMethods.ls_license_transfer_count);

        /// <summary>How many users it may be assigned to. Null if it was not sent.</summary>
        public long? MaxLicenseUsers => part.Number(NativeMethods.ls_license_max_license_users);

        /// <summary>Whether it is floating, on a server of the customer's. Null if it was not
        /// sent.</summary>
        public bool? IsFloating => part.Flag(NativeMethods.ls_license_is_floating);

        /// <summary>Whether it is floating, on the vendor's server. Null if it was not
        /// sent.</summary>
        public bool? IsFloatingCloud => part.Flag(NativeMethods.ls_license_is_floating_cloud);

        /// <summary>After how many minutes without a sign of life a floating seat is free again.
        /// Null if it was not sent.</summary>
        public long? FloatingTimeout => part.Number(NativeMethods.ls_license_floating_timeout);

        /// <summary>How many may use it at once; sent for floating licenses only. Null if it was
        /// not sent.</summary>
        public long? FloatingUsers => part.Number(NativeMethods.ls_license_floating_users);

        /// <summary>How many are using it now; sent for floating licenses only. Null if it was not
        /// sent.</summary>
        public long? FloatingInUseDevices => part.Number(NativeMethods.ls_license_floating_in_use_devices);

        /// <summary>Whether a floating seat may be borrowed. Null if it was not sent.</summary>
        public bool? CanBorrow => part.Flag(NativeMethods.ls_license_can_borrow);

        /// <summary>For how many hours at most. Null if it was not sent.</summary>
        public long? MaxBorrowTime => part.Number(NativeMethods.ls_license_max_borrow_time);

        /// <summary>Whether it is borrowed now. Null if it was not sent.</summary>
        public bool? IsBorrowed => part.Flag(NativeMethods.ls_license_is_borrowed);

        /// <summary>Until when it is borrowed. In UTC. Null if it was not sent or cannot be
        /// read.</summary>
        public DateTimeOffset? BorrowedUntil => part.Time(NativeMethods.ls_license_borrowed_until);

        /// <summary>How many consumptions it has; sent for consumption licenses only. Null if it
        /// was not sent.</summary>
        public long? MaxConsumptions => part.Number(NativeMethods.ls_license_max_consumptions);

        /// <summary>How many were used. Null if it was not sent.</summary>
        public long? TotalConsumptions => part.Number(NativeMethods.ls_license_total_consumptions);

        /// <summary>Whether max_consumptions does not count. Null if it was not sent.</summary>
        public bool? AllowUnlimitedConsumptions => part.Flag(NativeMethods.ls_license_allow_unlimited_consumptions);

        /// <summary>Whether more than max_consumptions may be used. Null if it was not
        /// sent.</summary>
        public bool? AllowOverages => part.Flag(NativeMethods.ls_license_allow_overages);

        /// <summary>How many more. Null if it was not sent.</summary>
        public long? MaxOverages => part.Number(NativeMethods.ls_license_max_overages);

        /// <summary>Whether consumptions begin anew with each period. Null if it was not
        /// sent.</summary>
        public bool? ResetConsumption => part.Flag(NativeMethods.ls_license_reset_consumption);

        /// <summary>The period: "daily", "weekly", "monthly" or "annually" (the API's spelling
        /// "annualy" reads so too). Null if it was not sent.</summary>
        public string ConsumptionPeriod => part.Text(NativeMethods.ls_license_consumption_period);

        /// <summary>Whether it is for devices without a network. Null if it was not sent.</summary>
        public bool? IsAirGapped => part.Flag(NativeMethods.ls_license_is_air_gapped);

        /// <summary>Whether it is tied to a hardware key. Null if it was not sent.</summary>
        public bool? IsHardwareKeyAuth => part.Flag(NativeMethods.ls_license_is_hardware_key_auth);

        /// <summary>Whether it must not be used in a virtual machine. Null if it was not
        /// sent.</summary>
        public bool? PreventVm => part.Flag(NativeMethods.ls_license_prevent_vm);

        /// <summary>The id of the device it is activated on. Null if it was not sent.</summary>
        public long? DeviceId => part.Number(NativeMethods.ls_license_device_id);

        /// <summary>The release channel. Null if it was not sent.</summary>
        public string Channel => part.Text(NativeMethods.ls_license_channel);

        /// <summary>The environment that the release is for. Null if it was not sent.</summary>
        public string Environment => part.Text(NativeMethods.ls_license_environment);

        /// <summary>The release's version. Null if it was not sent.</summary>
        public string Version => part.Text(NativeMethods.ls_license_version);

        /// <summary>The version that the release needs to be installed over. Null if it was not
        /// sent.</summary>
        public string RequiresVersion => part.Text(NativeMethods.ls_license_requires_version);

        /// <summary>The release's date, as it was sent. Null if it was not sent.</summary>
        public string ReleaseDate => part.Text(NativeMethods.ls_license_release_date);

        /// <summary>Where the release notes are. Null if it was not sent.</summary>
        public string ReleaseNotesLink => part.Text(NativeMethods.ls_license_release_notes_link);

        /// <summary>Where the installation file is. Null if it was not sent.</summary>
        public string InstallationFile => part.Text(NativeMethods.ls_license_installation_file);

        /// <summary>The MD5 hash of the installation file. Null if it was not sent.</summary>
        public string HashMd5 => part.Text(NativeMethods.ls_license_hash_md5);

        /// <summary>The size of the installation file, as it was sent. Null if it was not
        /// sent.</summary>
        public string Size => part.Text(NativeMethods.ls_license_size);

        /// <summary>Where the license agreement is. Null if it was not sent.</summary>
        public string EulaLink => part.Text(NativeMethods.ls_license_eula_link);

        /// <summary>The server's signature of the license, as it was sent. Null if it was not
        /// sent.</summary>
        public string LicenseSignature => part.Text(NativeMethods.ls_license_license_signature);

        /// <summary>The same in its second version, as it was sent. Null if it was not
        /// sent.</summary>
        public string LicenseSignatureV2 => part.Text(NativeMethods.ls_license_license_signature_v2);

        /// <summary>The signature for offline use, as it was sent. Null if it was not
        /// sent.</summary>
        public string OfflineSignature => part.Text(NativeMethods.ls_license_offline_signature);

        /// <summary>What the vendor added, as a JSON text. Null if it was not sent.</summary>
        public string Metadata => part.Text(NativeMethods.ls_license_metadata);
    }
}
