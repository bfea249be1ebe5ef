// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A variable of a device, which the application has set.</summary>
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class Variable
    {
        private readonly Part part;

        internal Variable(Part part)
        {
            this.part = part;
        }

        /// <summary>Its name. Null if it was not sent.</summary>
        public string Name => part.Text(NativeMethods.ls_variable_name);

        /// <summary>Its value; a number or a bool reads as its text. Null if it was not
        /// sent.</summary>
        public string Value => part.Text(NativeMethods.ls_variable_value);

        /// <summary>When the server got it. In UTC. Null if it was not sent or cannot be
        /// read.</summary>
        public DateTimeOffset? CreatedAt => part.Time(NativeMethods.ls_variable_created_at);

        /// <summary>The id of the device. Null if it was not sent.</summary>
        public long? DeviceId => part.Number(NativeMethods.ls_variable_device_id);
    }
}
