using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace LsAgent
{
    /// <summary>
    /// An owned object of the native library. The runtime holds it for the length of each call that
    /// it is passed to, so that neither Dispose nor the garbage collector frees it under a call.
    /// </summary>
    internal abstract class NativeHandle : SafeHandle
    {
        protected NativeHandle() : base(IntPtr.Zero, true)
        {
        }

        public override bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>The object as something to read from.</summary>
        internal Part Whole => new Part(this, handle);
    }

    /// <summary>
    /// The answer to a call: small here, large in native memory, of which the garbage collector would
    /// otherwise not know how much it can gain.
    /// </summary>
    internal abstract class ResultHandle : NativeHandle
    {
        // A license with every field is larger, a user smaller.
        private const long BytesOfAnElement = 1024;
        private long nativeBytes;

        /// <summary>Tells the garbage collector, once, how much there is to gain.</summary>
        internal void Weigh(int elements)
        {
            nativeBytes = BytesOfAnElement * (1 + elements);
            GC.AddMemoryPressure(nativeBytes);
        }

        /// <summary>Takes ownership of the result of a callback.</summary>
        internal void Take(IntPtr result) => SetHandle(result);

        protected sealed override bool ReleaseHandle()
        {
            Free(handle);
            if (nativeBytes != 0)
            {
                GC.RemoveMemoryPressure(nativeBytes);
            }
            return true;
        }

        protected abstract void Free(IntPtr result);
    }

    internal sealed class EntitlementHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_entitlement_free(result);
    }

    internal class LicensesHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_licenses_free(result);
    }

    /// <summary>
    /// Licenses that are lent for the length of a callback. <see cref="Return"/> comes back when no
    /// thread reads them any more; after that, reading is an ObjectDisposedException.
    /// </summary>
    internal sealed class LentLicensesHandle : LicensesHandle
    {
        private readonly ManualResetEventSlim returned = new ManualResetEventSlim();

        internal LentLicensesHandle(IntPtr licenses)
        {
            SetHandle(licenses);
        }

        internal void Return()
        {
            Dispose();
            returned.Wait();
        }

        protected override void Free(IntPtr result) => returned.Set();
    }

    internal sealed class LicenseUsersHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_license_users_free(result);
    }

    internal sealed class AllocationsHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_allocations_free(result);
    }

    internal sealed class ActivationHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_activation_free(result);
    }

    internal sealed class SeatHandle : ResultHandle
    {
        private IntPtr listener;

        /// <summary>Takes over the key of who hears what becomes of the seat.</summary>
        internal void Own(IntPtr listenerKey)
        {
            listener = listenerKey;
        }

        protected override void Free(IntPtr result)
        {
            CallbackTable.Remove(listener);
            NativeMethods.ls_seat_free(result);
        }
    }

    internal sealed class BalanceHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_balance_free(result);
    }

    internal sealed class ReleasesHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_releases_free(result);
    }

    internal sealed class VariablesHandle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_variables_free(result);
    }

    internal sealed class ErrorHandle : NativeHandle
    {
        internal ErrorHandle()
        {
        }

        internal ErrorHandle(IntPtr error)
        {
            SetHandle(error);
        }

        protected override bool ReleaseHandle()
        {
            NativeMethods.ls_error_free(handle);
            return true;
        }
    }

    internal sealed class ConfigHandle : NativeHandle
    {
        protected override bool ReleaseHandle()
        {
            NativeMethods.ls_config_free(handle);
            return true;
        }
    }

    internal sealed class CredentialsHandle : NativeHandle
    {
        protected override bool ReleaseHandle()
        {
            NativeMethods.ls_credentials_free(handle);
            return true;
        }
    }

    internal sealed class SsoOptionsHandle : NativeHandle
    {
        protected override bool ReleaseHandle()
        {
            NativeMethods.ls_sso_options_free(handle);
            return true;
        }
    }

    internal sealed class TaskHandle : NativeHandle
    {
        protected override bool ReleaseHandle()
        {
            NativeMethods.ls_task_free(handle);
            return true;
        }
    }

    /// <summary>An agent or a client of a suite: what its callbacks reach lives as long as it does.</summary>
    internal abstract class ClientHandle : NativeHandle
    {
        private IntPtr listener;

        /// <summary>Takes over the key of the listener that the native object was made with.</summary>
        internal void Own(IntPtr listenerKey)
        {
            listener = listenerKey;
        }

        protected sealed override bool ReleaseHandle()
        {
            Free(handle);
            // Only now can no callback come any more.
            CallbackTable.Remove(listener);
            return true;
        }

        protected abstract void Free(IntPtr client);
    }

    internal sealed class AgentHandle : ClientHandle
    {
        /// <summary>How long the end of the process waits for callbacks.</summary>
        private const uint ExitLimit = 500;

        /// <summary>Receives what callbacks of its seats have thrown; or null.</summary>
        internal Action<Exception> CallbackFailed { get; set; }

        /// <summary>
        /// Frees the agent, unless a callback does not return: the end of the process does not wait for that.
        /// </summary>
        internal void DisposeAtExit()
        {
            if (!IsClosed && NativeMethods.ls_agent_close(this, ExitLimit) == Status.Timeout)
            {
                // The native object is left to the end of the process.
                SetHandleAsInvalid();
            }
            Dispose();
        }

        protected override void Free(IntPtr client) => NativeMethods.ls_agent_free(client);
    }

    internal sealed class UiPathHandle : ClientHandle
    {
        protected override void Free(IntPtr client) => NativeMethods.ls_uipath_free(client);
    }
}
