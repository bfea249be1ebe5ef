// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A product (the API's `product_details`).</summary>
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

        /// <summary>"user" or "license-key". Null if it was not sent.</summary>
        public string AuthorizationMethod => part.Text(NativeMethods.ls_product_authorization_method);

        /// <summary>What the vendor added, as a JSON text. Null if it was not sent.</summary>
        public string Metadata => part.Text(NativeMethods.ls_product_metadata);
    }

    internal sealed class ProductHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_product_free(result);
    }
}
