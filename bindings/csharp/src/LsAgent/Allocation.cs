// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>The licenses that one user of an Automation Suite now holds.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class Allocation
    {
        private readonly Part part;

        internal Allocation(Part part)
        {
            this.part = part;
        }

        /// <summary>The user's id (`userId`). Null if it was not sent.</summary>
        public string UserId => part.Text(NativeMethods.ls_allocation_user_id);

        /// <summary>The organization's id (`organizationId`). Null if it was not sent.</summary>
        public string OrganizationId => part.Text(NativeMethods.ls_allocation_organization_id);

        /// <summary>Whether an external license is used (`useExternalLicense`). Null if it was not
        /// sent.</summary>
        public bool? UseExternalLicense => part.Flag(NativeMethods.ls_allocation_use_external_license);

        /// <summary>The codes of the bundles (`userBundleCodes`) that the user holds, such as
        /// "RPADEVNU". Empty if there are none.</summary>
        public IReadOnlyList<string> UserBundleCodes => part.List(
            NativeMethods.ls_allocation_user_bundle_codes_count,
            NativeMethods.ls_allocation_user_bundle_codes_at,
            Utf8.Read);
    }
}
