namespace LsAgent
{
    /// <summary>
    /// What of a license or feature was consumed, as this device knows it, in the vendor's units.
    /// </summary>
    /// <remarks>Immutable; may be read from any thread. Nothing blocks.</remarks>
    public sealed class Balance
    {
        internal Balance(BalanceHandle handle)
        {
            using (handle)
            {
                Part whole = handle.Whole;
                Total = whole.Read(NativeMethods.ls_balance_total);
                Limit = whole.Number(NativeMethods.ls_balance_limit);
                Unsent = whole.Read(NativeMethods.ls_balance_unsent);
                Uncertain = whole.Read(NativeMethods.ls_balance_uncertain);
            }
        }

        /// <summary>What all devices have consumed, as the server has said last; without what is unsent
        /// here.</summary>
        public long Total { get; }

        /// <summary>How much all devices may consume, overage included; null if it is unlimited.</summary>
        public long? Limit { get; }

        /// <summary>What was consumed on this device and is not sent yet; negative if more was given back.</summary>
        public long Unsent { get; }

        /// <summary>What was sent, and nobody knows whether it is counted.</summary>
        public long Uncertain { get; }
    }
}
