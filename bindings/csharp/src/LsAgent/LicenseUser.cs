// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A user of one of a customer's licenses.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class LicenseUser
    {
        private readonly Part part;

        internal LicenseUser(Part part)
        {
            this.part = part;
        }

        /// <summary>The user's email. Null if it was not sent.</summary>
        public string Email => part.Text(NativeMethods.ls_license_user_email);

        /// <summary>Whether the user is active. Null if it was not sent.</summary>
        public bool? IsActive => part.Flag(NativeMethods.ls_license_user_is_active);

        /// <summary>The first name. Null if it was not sent.</summary>
        public string FirstName => part.Text(NativeMethods.ls_license_user_first_name);

        /// <summary>The last name. Null if it was not sent.</summary>
        public string LastName => part.Text(NativeMethods.ls_license_user_last_name);

        /// <summary>The telephone number. Null if it was not sent.</summary>
        public string PhoneNumber => part.Text(NativeMethods.ls_license_user_phone_number);

        /// <summary>Whether the user still has the password that the server made. Null if it was
        /// not sent.</summary>
        public bool? IsInitialPassword => part.Flag(NativeMethods.ls_license_user_is_initial_password);

        /// <summary>That password, in plain text. In an answer from the store it is always absent.
        /// Null if it was not sent.</summary>
        public string InitialPassword => part.Text(NativeMethods.ls_license_user_initial_password);

        /// <summary>The id of the license. Null if it was not sent.</summary>
        public long? LicenseId => part.Number(NativeMethods.ls_license_user_license_id);

        /// <summary>The id of the order. Null if it was not sent.</summary>
        public long? OrderId => part.Number(NativeMethods.ls_license_user_order_id);

        /// <summary>The order's id in the shop. Null if it was not sent.</summary>
        public string OrderStoreId => part.Text(NativeMethods.ls_license_user_order_store_id);

        /// <summary>On how many devices the user may activate. Null if it was not sent.</summary>
        public long? MaxActivations => part.Number(NativeMethods.ls_license_user_max_activations);

        /// <summary>On how many devices the user has activated. Null if it was not sent.</summary>
        public long? TotalActivations => part.Number(NativeMethods.ls_license_user_total_activations);
    }
}
