using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LsAgent;

[Tests]
internal static class CallbackTests
{
    public static void The_log_comes_with_its_levels()
    {
        var lines = new ConcurrentQueue<string>();
        AgentOptions options = Sandbox.Shared.Options();
        options.LogLevel = LogLevel.Debug;
        options.Log = (level, line) => lines.Enqueue(level + ": " + line);
        using (var agent = new Agent(options))
        using (Credentials user = AnswerTests.User("valid"))
        {
            // The options are copied.
            options.Log = null;
            agent.Check("up", user, null, Policy.NetworkOnly).Dispose();
        }
        Assert.True(lines.Any(line => line.StartsWith("Info: ") && line.Length > 10), "a line for the call");
    }

    public static void A_level_that_was_not_asked_for_does_not_come()
    {
        int count = 0;
        AgentOptions options = Sandbox.Shared.Options();
        options.Log = (level, line) => Interlocked.Increment(ref count);
        using (var agent = new Agent(options))
        using (Credentials user = AnswerTests.User("valid"))
        {
            agent.Check("up", user, null, Policy.NetworkOnly).Dispose();
        }
        Assert.Equal(0, count);
    }

    public static void What_a_log_throws_goes_to_the_handler_and_the_call_goes_on()
    {
        var failures = new ConcurrentQueue<Exception>();
        AgentOptions options = Sandbox.Shared.Options();
        options.LogLevel = LogLevel.Debug;
        options.Log = (level, line) => throw new InvalidOperationException("from the log");
        options.CallbackFailed = failures.Enqueue;
        Check(options);
        Assert.True(failures.Count > 0 && failures.All(e => e.Message == "from the log"), "the handler is told");
        options.CallbackFailed = exception => throw exception;
        Check(options);
        options.CallbackFailed = null;
        Check(options);
    }

    private static void Check(AgentOptions options)
    {
        using (var agent = new Agent(options))
        using (Credentials user = AnswerTests.User("valid"))
        {
            agent.Check("up", user, null, Policy.NetworkOnly).Dispose();
            agent.CheckAsync("up", user, null, Policy.NetworkOnly).GetAwaiter().GetResult().Dispose();
        }
    }

    public static void A_new_answer_behind_the_caller_is_told_and_lent()
    {
        Licenses kept = null;
        string seen = null;
        Entitlement entitlement = null;
        Refreshes((agent, refresh) =>
        {
            seen = $"{refresh.Product} {refresh.Status} {refresh.Changed} {refresh.Error == null} {refresh.Licenses.Count}";
            entitlement = refresh.Licenses.Check("up");
            kept = refresh.Licenses;
        });
        Assert.Equal("up Ok True True 0", seen);
        Assert.Equal(Decision.DeniedNoLicense, entitlement.Decision);
        Assert.Throws<ObjectDisposedException>(() => kept.ToJson());
        Assert.Throws<ObjectDisposedException>(() => kept.Check("up"));
    }

    public static void A_refresh_that_is_refused_is_told()
    {
        LicensingException error = null;
        Status status = Status.Ok;
        Refreshes(
            (agent, refresh) =>
            {
                error = refresh.Error;
                status = refresh.Status;
                Assert.Equal<Licenses>(null, refresh.Licenses);
            },
            "{\"fault\": \"api_error\", \"status\": 401, \"code\": \"authentication_failed\", \"path\": \"user_licenses\"}");
        Assert.Equal(Status.Credentials, status);
        Assert.Equal("authentication_failed", error.Code);
    }

    public static void What_a_refresh_throws_goes_to_the_handler()
    {
        Exception seen = null;
        Refreshes((agent, refresh) => throw new InvalidOperationException("from the refresh"), failed: e => seen = e);
        Assert.Equal("from the refresh", seen.Message);
    }

    public static void Closing_says_whether_a_callback_is_running()
    {
        var begun = new ManualResetEventSlim();
        var goOn = new ManualResetEventSlim();
        AgentOptions options = Sandbox.Shared.Options();
        options.LogLevel = LogLevel.Debug;
        options.Log = (level, line) =>
        {
            begun.Set();
            goOn.Wait();
        };
        using (var agent = new Agent(options))
        using (Credentials user = AnswerTests.User("valid"))
        {
            Task<Entitlement> call = agent.CheckAsync("up", user, null, Policy.NetworkOnly);
            begun.Wait();
            Assert.Equal(false, agent.Close(TimeSpan.Zero));
            goOn.Set();
            Assert.Equal(true, agent.Close(TimeSpan.FromMinutes(1)));
            Assert.Equal(true, agent.Close(TimeSpan.Zero));
            Assert.Throws<ArgumentOutOfRangeException>(() => agent.Close(TimeSpan.FromTicks(-1)));
            Assert.Throws<OperationCanceledException>(() => agent.Check("up", user));
            call.ContinueWith(ended => { }).Wait();
        }
    }

    public static void An_agent_may_be_disposed_from_within_its_callback()
    {
        Refreshes((agent, refresh) => agent.Dispose());
    }

    public static void Lent_licenses_may_be_read_on_another_thread_while_they_are_taken_back()
    {
        Task<int> reader = null;
        Refreshes((agent, refresh) =>
        {
            Licenses licenses = refresh.Licenses;
            var begun = new ManualResetEventSlim();
            reader = Task.Run(() =>
            {
                int reads = 0;
                try
                {
                    for (; ; reads++)
                    {
                        licenses.ToJson();
                        begun.Set();
                    }
                }
                catch (ObjectDisposedException)
                {
                    return reads;
                }
            });
            begun.Wait();
        });
        Assert.Ends(reader.Wait(Assert.Patience), "the reader");
        Assert.True(reader.Result > 0, "it could read at first");
    }

    /// <summary>
    /// Stores an answer, changes what the server says, and asks the store, so that a refresh brings news.
    /// </summary>
    private static void Refreshes(
        Action<Agent, Refresh> refreshed, string fault = null, Action<Exception> failed = null)
    {
        Exception unexpected = null;
        var told = new ManualResetEventSlim();
        Agent agent = null;
        AgentOptions options = Sandbox.Shared.Options();
        options.RefreshAfter = TimeSpan.Zero;
        options.CallbackFailed = failed ?? (exception => unexpected = exception);
        options.Refreshed = refresh =>
        {
            try
            {
                refreshed(agent, refresh);
            }
            finally
            {
                // After the handler: what is asserted next has happened.
                ThreadPool.QueueUserWorkItem(_ => told.Set());
            }
        };
        agent = new Agent(options);
        using (Credentials user = AnswerTests.User("valid"))
        {
            agent.Licenses("up", user).Dispose();
            Sandbox.Shared.Fault(fault ?? "{\"fault\": \"body\", \"body\": \"[]\", \"path\": \"user_licenses\"}");
            agent.Check("up", user, null, Policy.CacheFirst).Dispose();
            Assert.Ends(told.Wait(Assert.Patience), "the refresh");
        }
        // Joins the callback's thread, unless that has disposed it.
        agent.Dispose();
        Assert.Equal<Exception>(null, unexpected);
    }
}
