using System;
using System.Threading;
using System.Threading.Tasks;

namespace LsAgent
{
    /// <summary>
    /// One of the seats of a license or feature that floats, held by this device: from
    /// <see cref="Activation.AcquireSeat"/>. The agent renews it in the background.
    /// </summary>
    /// <remarks>
    /// May be used from any number of threads at once. Other handles and processes of this device share the seat:
    /// the last one that lets go releases it. Dispose it to release it in the background, unless
    /// <see cref="AgentOptions.ReleaseSeats"/> says otherwise; <see cref="Release"/> does so at once, and says what
    /// came of it. One that nobody holds any more is disposed by the garbage collector.
    /// </remarks>
    public sealed class Seat : IDisposable
    {
        // An agent that nobody else holds any more is not collected before its seats.
        private readonly AgentHandle agent;
        private readonly SeatHandle handle;

        internal Seat(AgentHandle agent, SeatHandle handle)
        {
            this.agent = agent;
            this.handle = handle;
        }

        /// <summary>Whether it is held at this moment: neither released nor lost, nor disposed. Asks nobody. Does
        /// not block.</summary>
        public bool IsHeld
        {
            get
            {
                try
                {
                    return handle.Whole.Read(NativeMethods.ls_seat_is_held);
                }
                catch (ObjectDisposedException)
                {
                    return false;
                }
            }
        }

        /// <summary>When it ends, unless it is renewed before; null if it is not held. Does not block.</summary>
        /// <exception cref="ObjectDisposedException">The seat is disposed.</exception>
        public DateTimeOffset? ExpiresAt => Handle.Whole.Time(NativeMethods.ls_seat_expires_at);

        // The runtime's own message for a closed handle does not say of what.
        private SeatHandle Handle => handle.IsClosed ? throw new ObjectDisposedException(nameof(Seat)) : handle;

        /// <summary>
        /// Releases the seat, so that another device can take it; other holders on this device keep it. A seat that
        /// is not held any more is a success, and one that is borrowed is kept. After a failure it is not renewed
        /// any more, and ends with its timeout. Blocks for at most the time-out.
        /// </summary>
        /// <exception cref="LicensingException">It failed.</exception>
        /// <exception cref="ObjectDisposedException">The seat is disposed.</exception>
        public void Release() => LetGo(Handle);

        /// <summary>Like <see cref="Release"/>, on a thread of the pool.</summary>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="Release"/> does, or cancelled.</returns>
        /// <exception cref="ObjectDisposedException">The seat is disposed.</exception>
        public Task ReleaseAsync(CancellationToken cancellationToken = default(CancellationToken))
        {
            SeatHandle seat = Handle;
            return Task.Run(() => LetGo(seat), cancellationToken);
        }

        /// <summary>Lets go of it: the seat is released in the background, and its events end, but for one that is
        /// running. Does not block.</summary>
        public void Dispose()
        {
            handle.Dispose();
            GC.KeepAlive(agent);
        }

        private static void LetGo(SeatHandle seat)
        {
            Status status = NativeMethods.ls_seat_release(seat, out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
        }
    }

    /// <summary>Hears what becomes of a seat: from before it is acquired until its handle is freed.</summary>
    internal sealed class SeatListener : IDisposable
    {
        // Static, hence never collected, however long native code keeps the pointer.
        internal static readonly NativeMethods.SeatCallback OnEvent = Event;

        private readonly Action<SeatEvent, LicensingException> hear;
        private readonly Action<Exception> failed;
        private bool isKept;

        internal SeatListener(Action<SeatEvent, LicensingException> hear, Action<Exception> failed)
        {
            this.hear = hear;
            this.failed = failed;
            Key = hear == null ? IntPtr.Zero : CallbackTable.Add(this);
        }

        /// <summary>What native code is given to call; null for nobody.</summary>
        internal NativeMethods.SeatCallback Native => hear == null ? null : OnEvent;

        internal IntPtr Key { get; }

        /// <summary>The seat is there, and removes the listener at its end.</summary>
        internal void Keep(SeatHandle seat)
        {
            seat.Own(Key);
            isKept = true;
        }

        /// <summary>The call has ended: without a seat there is nothing to hear.</summary>
        public void Dispose()
        {
            if (!isKept)
            {
                CallbackTable.Remove(Key);
            }
        }

        [MonoPInvokeCallback(typeof(NativeMethods.SeatCallback))]
        private static void Event(IntPtr userData, int seatEvent, IntPtr error)
        {
            SeatListener listener = CallbackTable.Find<SeatListener>(userData);
            try
            {
                listener?.hear((SeatEvent)seatEvent, LicensingException.Borrowed(error));
            }
            catch (Exception exception)
            {
                CallbackTable.Report(listener.failed, exception);
            }
        }
    }
}
