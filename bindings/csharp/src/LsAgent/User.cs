// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>The user that a license is assigned to.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class User
    {
        private readonly Part part;

        internal User(Part part)
        {
            this.part = part;
        }

        /// <summary>The user's id. Null if it was not sent.</summary>
        public long? Id => part.Number(NativeMethods.ls_user_id);

        /// <summary>The email, with which the user signs in. Null if it was not sent.</summary>
        public string Email => part.Text(NativeMethods.ls_user_email);

        /// <summary>The first name. Null if it was not sent.</summary>
        public string FirstName => part.Text(NativeMethods.ls_user_first_name);

        /// <summary>The last name. Null if it was not sent.</summary>
        public string LastName => part.Text(NativeMethods.ls_user_last_name);

        /// <summary>The telephone number. Null if it was not sent.</summary>
        public string PhoneNumber => part.Text(NativeMethods.ls_user_phone_number);

        /// <summary>Whether the user still has the password that the server made. Null if it was
        /// not sent.</summary>
        public bool? IsInitialPassword => part.Flag(NativeMethods.ls_user_is_initial_password);

        /// <summary>On how many devices the user may activate. Null if it was not sent.</summary>
        public long? MaxActivations => part.Number(NativeMethods.ls_user_max_activations);

        /// <summary>On how many devices the user has activated. Null if it was not sent.</summary>
        public long? TotalActivations => part.Number(NativeMethods.ls_user_total_activations);

        /// <summary>Whether max_activations does not count. Null if it was not sent.</summary>
        public bool? AllowUnlimitedActivations => part.Flag(NativeMethods.ls_user_allow_unlimited_activations);
    }
}
