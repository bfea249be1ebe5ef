using System;
using System.Collections;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A customer and the users of its licenses for a product; there may be none.</summary>
    /// <remarks>
    /// Immutable; may be read from any thread. Nothing blocks. Dispose it to give its memory back at once;
    /// otherwise the garbage collector does. After that, reading is an
    /// <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public sealed class LicenseUsers : IReadOnlyList<LicenseUser>, IDisposable
    {
        private readonly LicenseUsersHandle handle;
        private readonly Part whole;
        private readonly IReadOnlyList<LicenseUser> list;

        internal LicenseUsers(LicenseUsersHandle handle)
        {
            this.handle = handle;
            whole = handle.Whole;
            list = whole.List(
                NativeMethods.ls_license_users_count,
                NativeMethods.ls_license_users_at,
                user => new LicenseUser(user));
            handle.Weigh(list.Count);
        }

        /// <summary>How many users there are.</summary>
        public int Count => list.Count;

        /// <summary>The customer.</summary>
        public Customer Customer =>
            whole.Inner(NativeMethods.ls_license_users_customer, customer => new Customer(customer));

        /// <summary>Whether the server answered this call or the store did.</summary>
        public Source Source => whole.Read(NativeMethods.ls_license_users_source);

        /// <summary>When the server gave the answer, in UTC, by the later of this device's clock and the
        /// server's.</summary>
        public DateTimeOffset FetchedAt =>
            UnixTime.Read(whole.Read(NativeMethods.ls_license_users_fetched_at));

        /// <summary>Why the store answered although the server was asked; null if it was not like that. Not
        /// thrown: the answer counts.</summary>
        public LicensingException Fallback =>
            whole.Read(part => LicensingException.Borrowed(NativeMethods.ls_license_users_fallback(part)));

        /// <summary>The user at an index.</summary>
        /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
        public LicenseUser this[int index] => list[index];

        /// <summary>The server's JSON with every field. In an answer from the store each initial_password
        /// is null; otherwise it holds them in plain text.</summary>
        /// <returns>A JSON text.</returns>
        public string ToJson() => whole.OwnText(NativeMethods.ls_license_users_to_json);

        /// <summary>Goes through the users.</summary>
        /// <returns>An enumerator.</returns>
        public IEnumerator<LicenseUser> GetEnumerator() => list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Frees them and everything that was read from them.</summary>
        public void Dispose() => handle.Dispose();
    }
}
