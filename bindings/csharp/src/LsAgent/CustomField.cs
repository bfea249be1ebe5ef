// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A field that the vendor added to a license.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class CustomField
    {
        private readonly Part part;

        internal CustomField(Part part)
        {
            this.part = part;
        }

        /// <summary>The field's name. Null if it was not sent.</summary>
        public string Name => part.Text(NativeMethods.ls_custom_field_name);

        /// <summary>"number", "text" or "date/time" (the API's spelling "numer" reads as "number").
        /// Null if it was not sent.</summary>
        public string DataType => part.Text(NativeMethods.ls_custom_field_data_type);

        /// <summary>Its value; a number or a bool reads as its text. Null if it was not
        /// sent.</summary>
        public string Value => part.Text(NativeMethods.ls_custom_field_value);
    }
}
