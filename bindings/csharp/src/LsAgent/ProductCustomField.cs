// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A field that the vendor added to each license of a product. The license has its
    /// value.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class ProductCustomField
    {
        private readonly Part part;

        internal ProductCustomField(Part part)
        {
            this.part = part;
        }

        /// <summary>The field's id. Null if it was not sent.</summary>
        public long? Id => part.Number(NativeMethods.ls_product_custom_field_id);

        /// <summary>The field's name. Null if it was not sent.</summary>
        public string Name => part.Text(NativeMethods.ls_product_custom_field_name);

        /// <summary>The value of a license that is given no other one; a number or a bool reads as
        /// its text. Null if it was not sent.</summary>
        public string DefaultValue => part.Text(NativeMethods.ls_product_custom_field_default_value);
    }
}
