using System;
using System.Threading;
using System.Threading.Tasks;

namespace LsAgent
{
    // What is metered.
    public sealed partial class Activation
    {
        /// <summary>
        /// Consumes an amount of the license, or of a feature that is metered: it is counted, on the disk, when this
        /// returns. It waits for no network, and is sent later: in the background after
        /// <see cref="AgentOptions.ConsumptionSync"/>, by <see cref="Sync"/>, before <see cref="Deactivate"/>.
        /// </summary>
        /// <param name="amount">How much, in the vendor's units; a negative amount gives back. Not 0.</param>
        /// <param name="feature">The code of a feature, up to 1,024 bytes; null for the license.</param>
        /// <exception cref="QuotaException">Not as much is left.</exception>
        /// <exception cref="NotAllowedException">It is not metered, or nothing can be given back.</exception>
        /// <exception cref="CacheException">It cannot be written.</exception>
        /// <exception cref="LicensingException">Any other failure. Nothing is counted then.</exception>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public void Consume(long amount, string feature = null)
        {
            Status status = NativeMethods.ls_activation_consume(
                Handle, Utf8.Optional(feature, nameof(feature)), amount, out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
        }

        /// <summary>Sends what was consumed, until nothing is unsent; an uncertain amount may be left. Blocks for at
        /// most the time-out.</summary>
        /// <exception cref="QuotaException">The server refuses an amount, which stays unsent.</exception>
        /// <exception cref="UncertainException">An answer was lost, and the server's total cannot be read
        /// now.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public void Sync() => Send(Handle);

        /// <summary>Like <see cref="Sync"/>, on a thread of the pool.</summary>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="Sync"/> does, or cancelled.</returns>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Task SyncAsync(CancellationToken cancellationToken = default(CancellationToken))
        {
            ActivationHandle activation = Handle;
            return Task.Run(() => Send(activation), cancellationToken);
        }

        /// <summary>What of the license, or of a feature, was consumed, as this device knows it. Reads files, and
        /// asks nobody.</summary>
        /// <param name="feature">The code of a feature, up to 1,024 bytes; null for the license.</param>
        /// <returns>The balance.</returns>
        /// <exception cref="NotAllowedException">It is not metered.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Balance Balance(string feature = null)
        {
            Status status = NativeMethods.ls_activation_balance(
                Handle, Utf8.Optional(feature, nameof(feature)), out BalanceHandle balance, out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
            return new Balance(balance);
        }

        private static void Send(ActivationHandle activation)
        {
            Status status = NativeMethods.ls_activation_sync(activation, out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
        }
    }
}
