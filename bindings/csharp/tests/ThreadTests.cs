using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LsAgent;

[Tests]
internal static class ThreadTests
{
    private const int Threads = 8;

    public static void An_agent_serves_many_threads_while_everything_is_collected_all_the_time()
    {
        using (new Collector())
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("features"))
        {
            agent.Check("up", user).Dispose();
            InThreads(thread =>
            {
                for (int i = 0; i < 60; i++)
                {
                    // Nothing is disposed: the collector comes while it is read.
                    Entitlement entitlement = agent.Check("up", user, "export", Policy.CacheOnly);
                    Assert.True(entitlement.IsAllowed, "allowed");
                    Assert.Equal(4, entitlement.License.ProductFeatures.Count(feature => feature.Code.Length > 0));
                    if (i % 20 == 0)
                    {
                        agent.LicensesAsync("up", user).GetAwaiter().GetResult();
                    }
                }
            });
        }
    }

    public static void Temporary_objects_are_not_collected_under_a_call()
    {
        using (new Collector())
        {
            InThreads(thread =>
            {
                for (int i = 0; i < 10; i++)
                {
                    Assert.True(
                        Sandbox.Shared.Agent().Check("up", AnswerTests.User("valid"), null, Policy.NetworkOnly).IsAllowed,
                        "allowed");
                }
            });
        }
    }

    public static void Agents_and_results_that_nobody_disposes_are_collected()
    {
        using (Credentials user = AnswerTests.User("valid"))
        {
            for (int i = 0; i < 50; i++)
            {
                AgentOptions options = Sandbox.Shared.Options();
                options.Log = (level, line) => { };
                options.LogLevel = LogLevel.Debug;
                new Agent(options).Licenses("up", user);
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    public static void Disposing_an_agent_under_blocking_calls_lets_them_end()
    {
        Sandbox.Shared.Fault("{\"fault\": \"delay\", \"ms\": 300}");
        for (int round = 0; round < 5; round++)
        {
            Agent agent = Sandbox.Shared.Agent();
            using (Credentials user = AnswerTests.User("valid"))
            {
                int before = Sandbox.Shared.Requests();
                Task<bool>[] calls = Enumerable.Range(0, 4)
                    .Select(_ => Task.Factory.StartNew(() => Asks(agent, user), TaskCreationOptions.LongRunning))
                    .ToArray();
                Sandbox.Shared.AwaitRequest(before);
                agent.Dispose();
                Assert.Ends(Task.WaitAll(calls, Assert.Patience), "the calls");
                Assert.True(calls.Any(call => call.Result), "those that had begun were answered");
                Assert.Throws<ObjectDisposedException>(() => agent.Check("up", user));
            }
        }
    }

    /// <summary>Whether there was an answer, and not an agent that was disposed before.</summary>
    private static bool Asks(Agent agent, Credentials user)
    {
        try
        {
            using (Entitlement entitlement = agent.Check("up", user, null, Policy.NetworkOnly))
            {
                return entitlement.IsAllowed;
            }
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public static void Results_may_be_disposed_while_other_threads_read_them()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("features"))
        {
            agent.Check("up", user).Dispose();
            for (int i = 0; i < 30; i++)
            {
                Licenses licenses = agent.Licenses("up", user, Policy.CacheOnly);
                InThreads(thread =>
                {
                    try
                    {
                        if (thread == Threads - 1)
                        {
                            licenses.Dispose();
                        }
                        Assert.Contains("export", licenses.ToJson());
                        Assert.Equal("export", licenses[0].ProductFeatures[0].Code);
                    }
                    catch (ObjectDisposedException)
                    {
                        // The last thread was faster.
                    }
                });
            }
        }
    }

    public static void Credentials_may_be_disposed_while_other_threads_use_them()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        {
            for (int i = 0; i < 30; i++)
            {
                Credentials user = Credentials.Remembered("nobody@example.com");
                InThreads(thread =>
                {
                    if (thread == Threads - 1)
                    {
                        user.Dispose();
                        return;
                    }
                    try
                    {
                        agent.Check("up", user, null, Policy.CacheOnly);
                    }
                    catch (Exception error) when (error is ObjectDisposedException || error is NotCachedException)
                    {
                        // Before, and after; nothing else.
                    }
                });
            }
        }
    }

    private static void InThreads(Action<int> work)
    {
        Task[] tasks = Enumerable.Range(0, Threads)
            .Select(thread => Task.Factory.StartNew(() => work(thread), TaskCreationOptions.LongRunning))
            .ToArray();
        Assert.Ends(Task.WaitAll(tasks, Assert.Patience), "the threads");
    }

    /// <summary>A thread that collects garbage until it is disposed.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly Thread thread;
        private volatile bool enough;

        internal Collector()
        {
            thread = new Thread(() =>
            {
                while (!enough)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }
            });
            thread.Start();
        }

        public void Dispose()
        {
            enough = true;
            thread.Join();
        }
    }
}
