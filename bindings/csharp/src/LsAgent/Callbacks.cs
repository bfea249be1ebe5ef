using System;
using System.Collections.Concurrent;
using System.Threading;

namespace LsAgent
{
    /// <summary>Marks what native code calls, for runtimes that compile ahead of time, which know it by
    /// its name.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class MonoPInvokeCallbackAttribute : Attribute
    {
        internal MonoPInvokeCallbackAttribute(Type type)
        {
            Type = type;
        }

        internal Type Type { get; }
    }

    /// <summary>
    /// Objects that native code knows by a number, its <c>user_data</c>. Unlike a GCHandle, a number that
    /// is no longer good is recognised instead of crashing.
    /// </summary>
    internal static class CallbackTable
    {
        private static readonly ConcurrentDictionary<int, object> Objects =
            new ConcurrentDictionary<int, object>();

        private static int last;

        internal static IntPtr Add(object target)
        {
            int key;
            do
            {
                key = Interlocked.Increment(ref last);
            }
            while (key == 0 || !Objects.TryAdd(key, target));
            return new IntPtr(key);
        }

        /// <summary>The object, or null if it was removed or is another.</summary>
        internal static T Find<T>(IntPtr key) where T : class
        {
            return Objects.TryGetValue(key.ToInt32(), out object target) ? target as T : null;
        }

        internal static void Remove(IntPtr key)
        {
            Objects.TryRemove(key.ToInt32(), out object _);
        }

        /// <summary>Reports the exception of a callback.</summary>
        internal static void Report(Action<Exception> failed, Exception exception)
        {
            try
            {
                failed?.Invoke(exception);
            }
            catch (Exception)
            {
                // The handler of exceptions has thrown, and no exception may cross native code.
            }
        }
    }

    /// <summary>Receives the log and the refreshes of one agent.</summary>
    internal sealed class Listener
    {
        // Static, hence never collected, however long native code keeps the pointers.
        internal static readonly NativeMethods.LogCallback OnLog = Log;
        internal static readonly NativeMethods.RefreshCallback OnRefresh = Refreshed;

        private readonly Action<LogLevel, string> log;
        private readonly Action<Refresh> refreshed;
        private readonly Action<Exception> failed;

        internal Listener(
            Action<LogLevel, string> log, Action<Refresh> refreshed, Action<Exception> failed)
        {
            this.log = log;
            this.refreshed = refreshed;
            this.failed = failed;
        }

        [MonoPInvokeCallback(typeof(NativeMethods.LogCallback))]
        private static void Log(IntPtr userData, int level, IntPtr message)
        {
            Listener listener = CallbackTable.Find<Listener>(userData);
            try
            {
                listener?.log((LogLevel)level, Utf8.Read(message));
            }
            catch (Exception exception)
            {
                listener?.Report(exception);
            }
        }

        [MonoPInvokeCallback(typeof(NativeMethods.RefreshCallback))]
        private static void Refreshed(
            IntPtr userData, IntPtr product, Status status, bool changed, IntPtr licenses, IntPtr error)
        {
            Listener listener = CallbackTable.Find<Listener>(userData);
            LentLicensesHandle lent = null;
            try
            {
                if (licenses != IntPtr.Zero)
                {
                    lent = new LentLicensesHandle(licenses);
                }
                listener?.refreshed(new Refresh(
                    Utf8.Read(product), status, changed, lent, LicensingException.Borrowed(error)));
            }
            catch (Exception exception)
            {
                listener?.Report(exception);
            }
            finally
            {
                lent?.Return();
            }
        }

        private void Report(Exception exception) => CallbackTable.Report(failed, exception);
    }

    /// <summary>Shows the page of a sign-in, from its beginning to its end.</summary>
    internal sealed class Browser : IDisposable
    {
        // Static, hence never collected, however long native code keeps the pointer.
        internal static readonly NativeMethods.BrowserCallback OnShow = Show;

        private readonly Func<string, bool> show;
        private readonly Action<Exception> failed;
        private readonly AgentHandle agent;

        internal Browser(Func<string, bool> show, Action<Exception> failed, AgentHandle agent)
        {
            this.show = show;
            this.failed = failed;
            this.agent = agent;
            Key = CallbackTable.Add(this);
        }

        internal IntPtr Key { get; }

        public void Dispose() => CallbackTable.Remove(Key);

        [MonoPInvokeCallback(typeof(NativeMethods.BrowserCallback))]
        private static bool Show(IntPtr userData, IntPtr url)
        {
            // A sign-in that is over has nothing to show, in the system's browser neither.
            Browser browser = CallbackTable.Find<Browser>(userData);
            try
            {
                return browser == null || browser.Ask(Utf8.Read(url));
            }
            catch (Exception exception)
            {
                CallbackTable.Report(browser.failed, exception);
                return false;
            }
        }

        /// <summary>
        /// The agent must not be freed from within, or under, this callback: if it is disposed meanwhile,
        /// it is freed afterwards, and by another thread, since this one is still the agent's.
        /// </summary>
        private bool Ask(string url)
        {
            bool held = false;
            try
            {
                agent.DangerousAddRef(ref held);
                return show(url);
            }
            catch (ObjectDisposedException) when (!held)
            {
                return true;
            }
            finally
            {
                if (held)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(_ => agent.DangerousRelease(), null);
                }
            }
        }
    }
}
