using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LsAgent
{
    /// <summary>
    /// Frees the agents that are left when the process or the application domain ends, since a callback that
    /// comes while the runtime is being torn down would find nothing to run in.
    /// </summary>
    internal static class LiveAgents
    {
        // Longer than a runtime takes to stop, and bounded: a handler of the application may wait for that thread.
        private static readonly TimeSpan HeldAtExit = TimeSpan.FromSeconds(1);
        private static volatile Thread exiting;

        // Weak: an agent that nobody holds any more is the garbage collector's.
        private static readonly List<WeakReference<AgentHandle>> Handles =
            new List<WeakReference<AgentHandle>>();

        static LiveAgents()
        {
            AppDomain.CurrentDomain.ProcessExit += FreeAll;
            AppDomain.CurrentDomain.DomainUnload += FreeAll;
        }

        internal static void Add(AgentHandle handle)
        {
            lock (Handles)
            {
                Handles.RemoveAll(IsGone);
                Handles.Add(new WeakReference<AgentHandle>(handle));
            }
        }

        /// <summary>
        /// For a thread whose call was cancelled: returns at once, unless the process ends. Then this thread is about
        /// to be stopped, and an exception, in code that has cancelled nothing, would be a crash on the way out.
        /// </summary>
        internal static void HoldAtExit()
        {
            if (exiting != null && exiting != Thread.CurrentThread)
            {
                Thread.Sleep(HeldAtExit);
            }
        }

        /// <summary>The same for a thread whose call begins after that.</summary>
        internal static ObjectDisposedException Disposed()
        {
            HoldAtExit();
            return new ObjectDisposedException(nameof(Agent));
        }

        /// <summary>The same for a call that threads may wait for: cancels it, now or in a while.</summary>
        internal static void CancelHeldAtExit<TResult>(TaskCompletionSource<TResult> outcome)
        {
            if (exiting != null)
            {
                Task.Delay(HeldAtExit).ContinueWith(held => outcome.TrySetCanceled(), TaskScheduler.Default);
            }
            else
            {
                outcome.TrySetCanceled();
            }
        }

        private static bool IsGone(WeakReference<AgentHandle> reference)
        {
            return !reference.TryGetTarget(out AgentHandle handle) || handle.IsClosed;
        }

        private static void FreeAll(object sender, EventArgs arguments)
        {
            exiting = Thread.CurrentThread;
            WeakReference<AgentHandle>[] all;
            lock (Handles)
            {
                all = Handles.ToArray();
            }
            foreach (WeakReference<AgentHandle> reference in all)
            {
                if (reference.TryGetTarget(out AgentHandle handle))
                {
                    handle.DisposeAtExit();
                }
            }
        }
    }
}
