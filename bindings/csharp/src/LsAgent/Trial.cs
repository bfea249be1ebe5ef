// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A trial of a product: the license key, or the user, that it was made for.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class Trial
    {
        private readonly Part part;

        internal Trial(Part part)
        {
            this.part = part;
        }

        internal Trial(TrialHandle handle) : this(handle.Whole)
        {
            handle.Weigh(0);
        }

        /// <summary>The license key of the trial; of a key-based product only. Null if it was not
        /// sent.</summary>
        public string LicenseKey => part.Text(NativeMethods.ls_trial_license_key);

        /// <summary>The email of the user that the trial is assigned to; of a user-based product
        /// only. Null if it was not sent.</summary>
        public string Username => part.Text(NativeMethods.ls_trial_username);

        /// <summary>The password that the server has made for a new user, in plain text: it is
        /// given once, and to nobody else. It is in no log, in no file and in no JSON, and
        /// overwritten when the trial is freed. Null if it was not sent.</summary>
        public string InitialPassword => part.Text(NativeMethods.ls_trial_initial_password);

        /// <summary>Whether this request has made the trial; false for one that this device had
        /// already. Null if it was not sent.</summary>
        public bool? IsNew => part.Flag(NativeMethods.ls_trial_is_new);

        /// <summary>How many days the trial lasts; sent for a new one only. Null if it was not
        /// sent.</summary>
        public long? Days => part.Number(NativeMethods.ls_trial_days);
    }

    internal sealed class TrialHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_trial_free(result);
    }
}
