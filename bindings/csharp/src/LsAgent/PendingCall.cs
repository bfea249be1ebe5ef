using System;
using System.Threading;
using System.Threading.Tasks;

namespace LsAgent
{
    /// <summary>A call that does not block, from its start to its callback, as a Task.</summary>
    internal abstract class PendingCall
    {
        // Static, hence never collected, however long native code keeps the pointers.
        internal static readonly NativeMethods.EntitlementCallback OnEntitlement = Entitlement;
        internal static readonly NativeMethods.LicensesCallback OnLicenses = Licenses;
        internal static readonly NativeMethods.LicenseUsersCallback OnLicenseUsers = LicenseUsers;
        internal static readonly NativeMethods.ActivationCallback OnActivation = Activation;
        internal static readonly NativeMethods.SeatAcquiredCallback OnSeat = Seat;

        protected abstract void Complete(Status status, IntPtr result, ErrorHandle error);

        [MonoPInvokeCallback(typeof(NativeMethods.EntitlementCallback))]
        private static void Entitlement(IntPtr userData, Status status, IntPtr entitlement, IntPtr error) =>
            Finish(userData, status, entitlement, error);

        [MonoPInvokeCallback(typeof(NativeMethods.LicensesCallback))]
        private static void Licenses(IntPtr userData, Status status, IntPtr licenses, IntPtr error) =>
            Finish(userData, status, licenses, error);

        [MonoPInvokeCallback(typeof(NativeMethods.LicenseUsersCallback))]
        private static void LicenseUsers(IntPtr userData, Status status, IntPtr users, IntPtr error) =>
            Finish(userData, status, users, error);

        [MonoPInvokeCallback(typeof(NativeMethods.ActivationCallback))]
        private static void Activation(IntPtr userData, Status status, IntPtr activation, IntPtr error) =>
            Finish(userData, status, activation, error);

        [MonoPInvokeCallback(typeof(NativeMethods.SeatAcquiredCallback))]
        private static void Seat(IntPtr userData, Status status, IntPtr seat, IntPtr error) =>
            Finish(userData, status, seat, error);

        private static void Finish(IntPtr key, Status status, IntPtr result, IntPtr error)
        {
            PendingCall call = CallbackTable.Find<PendingCall>(key);
            CallbackTable.Remove(key);
            using (var handle = new ErrorHandle(error))
            {
                call?.Complete(status, result, handle);
            }
        }
    }

    internal sealed class PendingCall<THandle, TResult> : PendingCall
        where THandle : ResultHandle, new()
    {
        // The application's code goes on elsewhere: neither on the agent's thread, nor inside Dispose.
        private readonly TaskCompletionSource<TResult> outcome =
            new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly Func<THandle, TResult> make;
        private readonly CancellationToken token;

        // An agent that nobody holds any more is not collected, and the call not cancelled, before the end.
        private readonly AgentHandle agent;

        // A callback that the call uses until its end, or null.
        private readonly IDisposable needed;

        private TaskHandle task;
        private CancellationTokenRegistration registration;
        private int ended;

        private PendingCall(
            AgentHandle agent, Func<THandle, TResult> make, CancellationToken token, IDisposable needed)
        {
            this.agent = agent;
            this.make = make;
            this.token = token;
            this.needed = needed;
        }

        /// <summary>Begins a call. Its callback is disposed at its end, whatever that is.</summary>
        internal static Task<TResult> Start(
            AgentHandle agent,
            Begin begin,
            Func<THandle, TResult> make,
            CancellationToken token,
            IDisposable needed)
        {
            if (token.IsCancellationRequested)
            {
                needed?.Dispose();
                return Task.FromCanceled<TResult>(token);
            }
            var call = new PendingCall<THandle, TResult>(agent, make, token, needed);
            IntPtr key = CallbackTable.Add(call);
            bool begun = false;
            try
            {
                Status status = begin(key, out TaskHandle task, out ErrorHandle error);
                begun = status == Status.Ok;
                using (error)
                {
                    if (begun)
                    {
                        call.ListenToToken(task);
                    }
                    else
                    {
                        call.outcome.SetException(LicensingException.From(status, error));
                    }
                }
            }
            finally
            {
                if (!begun)
                {
                    CallbackTable.Remove(key);
                    needed?.Dispose();
                }
            }
            return call.outcome.Task;
        }

        protected override void Complete(Status status, IntPtr result, ErrorHandle error)
        {
            try
            {
                if (status == Status.Ok)
                {
                    var handle = new THandle();
                    handle.Take(result);
                    outcome.SetResult(make(handle));
                }
                else if (status != Status.Cancelled)
                {
                    outcome.SetException(LicensingException.From(status, error));
                }
                else if (token.IsCancellationRequested)
                {
                    outcome.TrySetCanceled(token);
                }
                else
                {
                    // The agent was disposed.
                    LiveAgents.CancelHeldAtExit(outcome);
                }
            }
            catch (Exception exception)
            {
                outcome.TrySetException(exception);
            }
            needed?.Dispose();
            ReleaseIfLast();
            GC.KeepAlive(agent);
        }

        /// <summary>Cancels the native task with the token.</summary>
        private void ListenToToken(TaskHandle begun)
        {
            task = begun;
            try
            {
                registration = token.Register(Cancel, begun, false);
            }
            catch
            {
                // The source of the token is disposed: the caller gets no task.
                NativeMethods.ls_task_cancel(begun);
                throw;
            }
            finally
            {
                ReleaseIfLast();
            }
        }

        /// <summary>
        /// Lets go of the token and the task: at the end of <see cref="ListenToToken"/> or of
        /// <see cref="Complete"/>, whichever comes last.
        /// </summary>
        private void ReleaseIfLast()
        {
            if (Interlocked.Increment(ref ended) == 2)
            {
                // Waits for a Cancel that is running, so that it finds the task.
                registration.Dispose();
                task.Dispose();
            }
        }

        private static void Cancel(object task)
        {
            try
            {
                NativeMethods.ls_task_cancel((TaskHandle)task);
            }
            catch (ObjectDisposedException)
            {
                // The call has just ended.
            }
        }
    }
}
