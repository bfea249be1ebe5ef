using System;
using System.Collections;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A user's licenses for a product; there may be none.</summary>
    /// <remarks>
    /// Immutable; may be read from any thread. Nothing blocks. Dispose it to give its memory back at once;
    /// otherwise the garbage collector does. After that, reading is an
    /// <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public sealed class Licenses : IReadOnlyList<License>, IDisposable
    {
        private readonly LicensesHandle handle;
        private readonly Part whole;
        private readonly IReadOnlyList<License> list;

        internal Licenses(LicensesHandle handle)
        {
            this.handle = handle;
            whole = handle.Whole;
            list = whole.List(
                NativeMethods.ls_licenses_count,
                NativeMethods.ls_licenses_at,
                license => new License(license));
            handle.Weigh(list.Count);
        }

        /// <summary>How many licenses there are.</summary>
        public int Count => list.Count;

        /// <summary>Whether the server answered this call or the store did.</summary>
        public Source Source => whole.Read(NativeMethods.ls_licenses_source);

        /// <summary>When the server gave the answer, in UTC, by the later of this device's clock and the
        /// server's.</summary>
        public DateTimeOffset FetchedAt => UnixTime.Read(whole.Read(NativeMethods.ls_licenses_fetched_at));

        /// <summary>Why the store answered although the server was asked; null if it was not like that. Not
        /// thrown: the answer counts.</summary>
        public LicensingException Fallback =>
            whole.Read(part => LicensingException.Borrowed(NativeMethods.ls_licenses_fallback(part)));

        /// <summary>The license at an index.</summary>
        /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
        public License this[int index] => list[index];

        /// <summary>
        /// May the user whose licenses these are run this product, or this feature of it? Nothing is asked
        /// of anybody: it depends on the licenses and the time alone. Does not block.
        /// </summary>
        /// <param name="product">The product's short code, up to 1,024 bytes.</param>
        /// <param name="feature">The code of a feature, up to 1,024 bytes, or null.</param>
        /// <returns>The answer, which stays valid when these licenses are disposed.</returns>
        /// <exception cref="ArgumentException">A text is null, holds a NUL character or half of a
        /// surrogate pair.</exception>
        /// <exception cref="InvalidArgumentException">A text is empty or too long.</exception>
        /// <exception cref="ObjectDisposedException">These licenses are disposed.</exception>
        public Entitlement Check(string product, string feature = null)
        {
            Status status = NativeMethods.ls_licenses_check(
                handle,
                Utf8.Required(product, nameof(product)),
                Utf8.Optional(feature, nameof(feature)),
                out EntitlementHandle entitlement,
                out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
            return new Entitlement(entitlement);
        }

        /// <summary>
        /// The server's JSON with every field, as an array of {"license": {…}, "user": {…}}, in whichever
        /// of its two forms the server sent it.
        /// </summary>
        /// <returns>A JSON text.</returns>
        public string ToJson() => whole.OwnText(NativeMethods.ls_licenses_to_json);

        /// <summary>Goes through the licenses.</summary>
        /// <returns>An enumerator.</returns>
        public IEnumerator<License> GetEnumerator() => list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Frees them and everything that was read from them.</summary>
        public void Dispose() => handle.Dispose();
    }
}
