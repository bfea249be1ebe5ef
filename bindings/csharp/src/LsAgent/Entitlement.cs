using System;

namespace LsAgent
{
    /// <summary>Whether a user may run a product, and why.</summary>
    /// <remarks>
    /// Immutable; may be read from any thread. Nothing blocks. Dispose it to give its memory back at once;
    /// otherwise the garbage collector does. After that, reading is an
    /// <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public sealed class Entitlement : IDisposable
    {
        private readonly EntitlementHandle handle;
        private readonly Part whole;

        internal Entitlement(EntitlementHandle handle)
        {
            handle.Weigh(1);
            this.handle = handle;
            whole = handle.Whole;
        }

        /// <summary>Whether the answer is yes.</summary>
        public bool IsAllowed => whole.Read(NativeMethods.ls_entitlement_is_allowed);

        /// <summary>What was decided.</summary>
        public Decision Decision => whole.Read(NativeMethods.ls_entitlement_decision);

        /// <summary>The license that decided; null if there was none.</summary>
        public License License =>
            whole.Inner(NativeMethods.ls_entitlement_license, license => new License(license));

        /// <summary>When the right to use ends, or ended: the first second without it, in UTC, a grace period
        /// that has begun included. Null if it has no end. A time that <see cref="DateTimeOffset"/> cannot
        /// hold reads as its MinValue or MaxValue, as everywhere here.</summary>
        public DateTimeOffset? ExpiresAt => whole.Time(NativeMethods.ls_entitlement_expires_at);

        /// <summary>Whether the server answered this call or the store did.</summary>
        public Source Source => whole.Read(NativeMethods.ls_entitlement_source);

        /// <summary>When the server gave the answer, in UTC, by the later of this device's clock and the
        /// server's.</summary>
        public DateTimeOffset FetchedAt =>
            UnixTime.Read(whole.Read(NativeMethods.ls_entitlement_fetched_at));

        /// <summary>Why the store answered although the server was asked; null if it was not like that. Not
        /// thrown: the answer counts.</summary>
        public LicensingException Fallback =>
            whole.Read(part => LicensingException.Borrowed(NativeMethods.ls_entitlement_fallback(part)));

        /// <summary>A sentence to show a person, in English.</summary>
        public string Message => whole.Text(NativeMethods.ls_entitlement_message);

        /// <summary>
        /// Everything as JSON: {"allowed", "decision", "message", "product", "feature", "expires_at",
        /// "source" ("network" or "cache"), "fetched_at", "fallback" (a message or null), "license" (as
        /// <see cref="LsAgent.License.ToJson"/> gives it, or null)}.
        /// </summary>
        /// <returns>A JSON text.</returns>
        public string ToJson() => whole.OwnText(NativeMethods.ls_entitlement_to_json);

        /// <summary>Frees it and everything that was read from it. Reads under way are waited for by the
        /// memory, not by this call.</summary>
        public void Dispose() => handle.Dispose();
    }
}
