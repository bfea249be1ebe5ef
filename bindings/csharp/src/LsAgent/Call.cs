using System;
using System.Threading;
using System.Threading.Tasks;

namespace LsAgent
{
    /// <summary>Makes a native call, which blocks.</summary>
    internal delegate Status Ask<THandle>(out THandle result, out ErrorHandle error);

    /// <summary>Begins a native call that reports to the key it is given.</summary>
    internal delegate Status Begin(IntPtr key, out TaskHandle task, out ErrorHandle error);

    /// <summary>
    /// One call of an agent, described once, to be made in one of two ways: <see cref="Wait"/> or
    /// <see cref="Start"/>. It is used once.
    /// </summary>
    internal sealed class Call<THandle, TResult>
        where THandle : ResultHandle, new()
    {
        private readonly AgentHandle agent;
        private readonly Func<THandle, TResult> make;
        private readonly Ask<THandle> ask;
        private readonly Begin begin;

        internal Call(AgentHandle agent, Func<THandle, TResult> make, Ask<THandle> ask, Begin begin)
        {
            this.agent = agent;
            this.make = make;
            this.ask = ask;
            this.begin = begin;
        }

        /// <summary>An argument that native code reads while the call is made or begun, and not later; or null.</summary>
        internal IDisposable Argument { private get; set; }

        /// <summary>A callback that native code may use until the call has ended; or null.</summary>
        internal IDisposable Callback { private get; set; }

        /// <summary>Makes the call, and blocks until it has ended.</summary>
        internal TResult Wait()
        {
            using (Callback)
            using (Argument)
            {
                Status status = ask(out THandle result, out ErrorHandle error);
                LicensingException.ThrowIfFailed(status, error);
                return make(result);
            }
        }

        /// <summary>Makes the call on a thread of the agent.</summary>
        internal Task<TResult> Start(CancellationToken token)
        {
            using (Argument)
            {
                return PendingCall<THandle, TResult>.Start(agent, begin, make, token, Callback);
            }
        }
    }
}
