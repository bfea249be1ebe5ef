using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>
    /// Frees the agents that are left when the process or the application domain ends, since a callback that
    /// comes while the runtime is being torn down would find nothing to run in.
    /// </summary>
    internal static class LiveAgents
    {
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

        private static bool IsGone(WeakReference<AgentHandle> reference)
        {
            return !reference.TryGetTarget(out AgentHandle handle) || handle.IsClosed;
        }

        private static void FreeAll(object sender, EventArgs arguments)
        {
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
