namespace LsAgent
{
    /// <summary>What became of a request for licenses that nobody waited for.</summary>
    /// <remarks>Passed to <see cref="AgentOptions.Refreshed"/>. May be read from any thread.</remarks>
    public sealed class Refresh
    {
        internal Refresh(
            string product,
            Status status,
            bool changed,
            LicensesHandle licenses,
            LicensingException error)
        {
            Product = product;
            Status = status;
            Changed = changed;
            Licenses = licenses == null ? null : new Licenses(licenses);
            Error = error;
        }

        /// <summary>The product's short code.</summary>
        public string Product { get; }

        /// <summary>What became of the request; <see cref="LsAgent.Status.Ok"/> if it was
        /// answered.</summary>
        public Status Status { get; }

        /// <summary>Whether there is a new answer, which <see cref="Licenses"/> has.</summary>
        public bool Changed { get; }

        /// <summary>The new answer, or null. It is lent: once the callback has returned, reading it is a
        /// <see cref="System.ObjectDisposedException"/>. To keep something, copy it, or keep what
        /// <see cref="LsAgent.Licenses.Check"/> returns.</summary>
        public Licenses Licenses { get; }

        /// <summary>Why it was refused or failed; null if it was answered.</summary>
        public LicensingException Error { get; }
    }
}
