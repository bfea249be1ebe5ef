// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A feature that a license grants.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class Feature
    {
        private readonly Part part;

        internal Feature(Part part)
        {
            this.part = part;
        }

        /// <summary>The feature's id. Null if it was not sent.</summary>
        public long? Id => part.Number(NativeMethods.ls_feature_id);

        /// <summary>Its code, by which the application knows it. Null if it was not sent.</summary>
        public string Code => part.Text(NativeMethods.ls_feature_code);

        /// <summary>Its name. Null if it was not sent.</summary>
        public string Name => part.Text(NativeMethods.ls_feature_name);

        /// <summary>"activation" or "consumption". Null if it was not sent.</summary>
        public string FeatureType => part.Text(NativeMethods.ls_feature_feature_type);

        /// <summary>When it ends; a date without a time reads as the first second of that day,
        /// through which the feature lasts. In UTC. Null if it was not sent or cannot be
        /// read.</summary>
        public DateTimeOffset? ExpiryDate => part.Time(NativeMethods.ls_feature_expiry_date);

        /// <summary>Whether it is floating, on a server of the customer's. Null if it was not
        /// sent.</summary>
        public bool? IsFloating => part.Flag(NativeMethods.ls_feature_is_floating);

        /// <summary>Whether it is floating, on the vendor's server. Null if it was not
        /// sent.</summary>
        public bool? IsFloatingCloud => part.Flag(NativeMethods.ls_feature_is_floating_cloud);

        /// <summary>How many may use it at once; sent for floating features only. Null if it was
        /// not sent.</summary>
        public long? FloatingUsers => part.Number(NativeMethods.ls_feature_floating_users);

        /// <summary>After how many minutes without a sign of life a floating seat is free again.
        /// Null if it was not sent.</summary>
        public long? FloatingTimeout => part.Number(NativeMethods.ls_feature_floating_timeout);

        /// <summary>How many consumptions it has; sent for consumption features only. Null if it
        /// was not sent.</summary>
        public long? MaxConsumption => part.Number(NativeMethods.ls_feature_max_consumption);

        /// <summary>How many were used. Null if it was not sent.</summary>
        public long? TotalConsumptions => part.Number(NativeMethods.ls_feature_total_consumptions);

        /// <summary>Whether max_consumption does not count. Null if it was not sent.</summary>
        public bool? AllowUnlimitedConsumptions => part.Flag(NativeMethods.ls_feature_allow_unlimited_consumptions);

        /// <summary>Whether more than max_consumption may be used: the API documents a number here;
        /// true reads as 1. Null if it was not sent.</summary>
        public long? AllowOverages => part.Number(NativeMethods.ls_feature_allow_overages);

        /// <summary>How many more. Null if it was not sent.</summary>
        public long? MaxOverages => part.Number(NativeMethods.ls_feature_max_overages);

        /// <summary>Whether consumptions begin anew with each period. Null if it was not
        /// sent.</summary>
        public bool? ResetConsumption => part.Flag(NativeMethods.ls_feature_reset_consumption);

        /// <summary>The period: "daily", "weekly", "monthly" or "annually" (the API's spelling
        /// "annualy" reads so too). Null if it was not sent.</summary>
        public string ConsumptionPeriod => part.Text(NativeMethods.ls_feature_consumption_period);

        /// <summary>The vendor's own data, as a JSON text. Null if it was not sent.</summary>
        public string Metadata => part.Text(NativeMethods.ls_feature_metadata);
    }
}
