using System;
using System.Threading;
using System.Threading.Tasks;

namespace LsAgent
{
    // Seats of what floats, with and without a network.
    public sealed partial class Activation
    {
        /// <summary>
        /// Takes one of the seats of the license, or of a feature that floats, for this device, and keeps it: the
        /// agent renews it in the background until it is released or lost. Only then is <see cref="Check"/> a yes
        /// for what floats. Blocks for at most the time-out.
        /// </summary>
        /// <param name="feature">The code of a feature, up to 1,024 bytes; null for the license.</param>
        /// <param name="changed">Receives what becomes of the seat, and why, on a thread of the agent; null:
        /// nobody. <see cref="SeatEvent.Lost"/> comes once, and is the last. It may release and dispose anything;
        /// what it throws goes to <see cref="AgentOptions.CallbackFailed"/>.</param>
        /// <returns>The seat. Keep it: once nobody holds it, it is released.</returns>
        /// <exception cref="NoSeatException">All seats are taken.</exception>
        /// <exception cref="NotAllowedException">It does not float.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Seat AcquireSeat(string feature = null, Action<SeatEvent, LicensingException> changed = null) =>
            AcquireSeatCall(feature, changed).Wait();

        /// <summary>Like <see cref="AcquireSeat"/>, without blocking. A seat that was taken although the call was
        /// cancelled is released.</summary>
        /// <param name="feature">The code of a feature, up to 1,024 bytes; null for the license.</param>
        /// <param name="changed">Receives what becomes of the seat, and why; null: nobody.</param>
        /// <param name="cancellationToken">Cancels the call.</param>
        /// <returns>A task that ends as <see cref="AcquireSeat"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Task<Seat> AcquireSeatAsync(
            string feature = null,
            Action<SeatEvent, LicensingException> changed = null,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            AcquireSeatCall(feature, changed).Start(cancellationToken);

        /// <summary>
        /// Borrows the seat of the license, or of a feature: until its end this device holds it without a network,
        /// and checks are answered from the store. Only <see cref="ReturnSeat"/>, <see cref="Deactivate"/> and the
        /// end give it up. Blocks for at most the time-out.
        /// </summary>
        /// <param name="feature">The code of a feature, up to 1,024 bytes; null for the license.</param>
        /// <param name="until">When it is to end; null for as long as the vendor allows.</param>
        /// <param name="credentials">How the user signs in; null for an activation by a license key. They are not
        /// stored.</param>
        /// <returns>When it ends, as the server has said it.</returns>
        /// <exception cref="NotAllowedException">The vendor allows no borrowing, or none until then.</exception>
        /// <exception cref="NoSeatException">All seats are taken.</exception>
        /// <exception cref="UncertainException">Nobody knows whether it is borrowed.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation or the credentials are disposed.</exception>
        public DateTimeOffset Borrow(
            string feature = null, DateTimeOffset? until = null, Credentials credentials = null) =>
            BorrowCall(feature, until, credentials)();

        /// <summary>Like <see cref="Borrow"/>, on a thread of the pool.</summary>
        /// <param name="feature">The code of a feature, up to 1,024 bytes; null for the license.</param>
        /// <param name="until">When it is to end; null for as long as the vendor allows.</param>
        /// <param name="credentials">How the user signs in, or null. May be disposed once this has
        /// returned.</param>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="Borrow"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation or the credentials are disposed.</exception>
        public Task<DateTimeOffset> BorrowAsync(
            string feature = null,
            DateTimeOffset? until = null,
            Credentials credentials = null,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            Task.Run(BorrowCall(feature, until, credentials), cancellationToken);

        /// <summary>Gives back what was borrowed, before its end. What is not borrowed any more is a success. Blocks
        /// for at most the time-out.</summary>
        /// <param name="feature">The code of the feature, up to 1,024 bytes; null for the license.</param>
        /// <exception cref="LicensingException">It failed, and is still borrowed.</exception>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public void ReturnSeat(string feature = null) => ReturnSeatCall(feature)();

        /// <summary>Like <see cref="ReturnSeat"/>, on a thread of the pool.</summary>
        /// <param name="feature">The code of the feature, up to 1,024 bytes; null for the license.</param>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="ReturnSeat"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Task ReturnSeatAsync(
            string feature = null, CancellationToken cancellationToken = default(CancellationToken)) =>
            Task.Run(ReturnSeatCall(feature), cancellationToken);

        private Call<SeatHandle, Seat> AcquireSeatCall(string feature, Action<SeatEvent, LicensingException> changed)
        {
            byte[] featureText = Utf8.Optional(feature, nameof(feature));
            ActivationHandle activation = Handle;
            var listener = new SeatListener(changed, agent.CallbackFailed);
            return new Call<SeatHandle, Seat>(
                agent,
                result =>
                {
                    listener.Keep(result);
                    return new Seat(agent, result);
                },
                (out SeatHandle result, out ErrorHandle error) => NativeMethods.ls_seat_acquire(
                    activation, featureText, listener.Native, listener.Key, out result, out error),
                (IntPtr key, out TaskHandle task, out ErrorHandle error) => NativeMethods.ls_seat_acquire_start(
                    activation, featureText, listener.Native, listener.Key, PendingCall.OnSeat, key, out task,
                    out error))
            {
                Callback = listener,
            };
        }

        private Func<DateTimeOffset> BorrowCall(string feature, DateTimeOffset? until, Credentials credentials)
        {
            byte[] featureText = Utf8.Optional(feature, nameof(feature));
            ActivationHandle activation = Handle;
            // Opened now, since they may be disposed right after; a handle of nothing is NULL in C.
            CredentialsHandle signIn = credentials == null
                ? new CredentialsHandle()
                : Credentials.Open(credentials, nameof(credentials));
            return () =>
            {
                using (signIn)
                {
                    Status status = NativeMethods.ls_activation_borrow(
                        activation, featureText, UnixTime.End(until), signIn, out long end, out ErrorHandle error);
                    LicensingException.ThrowIfFailed(status, error);
                    return UnixTime.Read(end);
                }
            };
        }

        private Action ReturnSeatCall(string feature)
        {
            byte[] featureText = Utf8.Optional(feature, nameof(feature));
            ActivationHandle activation = Handle;
            return () =>
            {
                Status status = NativeMethods.ls_activation_return(activation, featureText, out ErrorHandle error);
                LicensingException.ThrowIfFailed(status, error);
            };
        }
    }
}
