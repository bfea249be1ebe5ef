// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A product (the API's `product_details`). That of a license has names, authorization
    /// method and metadata alone.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class Product
    {
        private readonly Part part;

        internal Product(Part part)
        {
            this.part = part;
        }

        internal Product(ProductHandle handle) : this(handle.Whole)
        {
            handle.Weigh(0);
        }

        /// <summary>The product's id. Null if it was not sent.</summary>
        public long? ProductId => part.Number(NativeMethods.ls_product_product_id);

        /// <summary>Its name. Null if it was not sent.</summary>
        public string ProductName => part.Text(NativeMethods.ls_product_product_name);

        /// <summary>Its short code, which calls take. Null if it was not sent.</summary>
        public string ShortCode => part.Text(NativeMethods.ls_product_short_code);

        /// <summary>Whether there are trials of it. Null if it was not sent.</summary>
        public bool? AllowTrial => part.Flag(NativeMethods.ls_product_allow_trial);

        /// <summary>How many days a trial lasts. Null if it was not sent.</summary>
        public long? TrialDays => part.Number(NativeMethods.ls_product_trial_days);

        /// <summary>"user" or "license-key". Null if it was not sent.</summary>
        public string AuthorizationMethod => part.Text(NativeMethods.ls_product_authorization_method);

        /// <summary>After how many minutes without a sign of life a floating seat is free again.
        /// Null if it was not sent.</summary>
        public long? FloatingTimeout => part.Number(NativeMethods.ls_product_floating_timeout);

        /// <summary>Whether more consumptions may be used than a license has. Null if it was not
        /// sent.</summary>
        public bool? AllowOverages => part.Flag(NativeMethods.ls_product_allow_overages);

        /// <summary>How many more. Null if it was not sent.</summary>
        public long? MaxOverages => part.Number(NativeMethods.ls_product_max_overages);

        /// <summary>Whether it must not be used in a virtual machine. Null if it was not
        /// sent.</summary>
        public bool? PreventVm => part.Flag(NativeMethods.ls_product_prevent_vm);

        /// <summary>The version of its latest release (`latest_version.version`). Null if it was
        /// not sent.</summary>
        public string LatestVersion => part.Text(NativeMethods.ls_product_latest_version);

        /// <summary>The id of the company that it belongs to (`company.id`). Null if it was not
        /// sent.</summary>
        public long? CompanyId => part.Number(NativeMethods.ls_product_company_id);

        /// <summary>The fields that the vendor added to each license of it. Empty if there are
        /// none.</summary>
        public IReadOnlyList<ProductCustomField> CustomFields => part.List(
            NativeMethods.ls_product_custom_fields_count,
            NativeMethods.ls_product_custom_fields_at,
            element => new ProductCustomField(element));

        /// <summary>The vendor's own data, as a JSON text. Null if it was not sent.</summary>
        public string Metadata => part.Text(NativeMethods.ls_product_metadata);
    }

    internal sealed class ProductHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_product_free(result);
    }
}
