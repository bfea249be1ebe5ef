using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using LsAgent;

[Tests]
internal static class AsyncTests
{
    private const string Silence = "{\"fault\": \"silent\"}";

    public static async Task Every_call_has_a_form_that_does_not_block()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("features"))
        {
            using (Entitlement entitlement = await agent.CheckAsync("up", user, "export"))
            {
                Assert.True(entitlement.IsAllowed, "allowed");
            }
            using (Licenses licenses = await agent.LicensesAsync("up", user))
            {
                Assert.Equal(1, licenses.Count);
            }
            using (LicenseUsers users = await agent.LicenseUsersAsync("up", "test@example.com"))
            {
                Assert.Equal(2, users.Count);
            }
            Product product = await agent.FetchProductAsync("up");
            Assert.Equal("User Product", product.ProductName);
        }
    }

    public static void A_product_outlives_its_agent()
    {
        Product product;
        using (Agent agent = Sandbox.Shared.Agent())
        {
            product = agent.FetchProduct("up");
            Assert.Equal("unknown_product", Assert.Throws<RefusedException>(agent.FetchProductAsync("nope")).Code);
            var cancelled = new CancellationToken(true);
            Assert.Throws<TaskCanceledException>(agent.FetchProductAsync("up", cancelled));
        }
        GC.Collect();
        Assert.Equal(10006L, product.ProductId);
    }

    public static void Credentials_may_be_disposed_once_a_call_has_begun()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        {
            Task<Entitlement> call;
            using (Credentials user = AnswerTests.User("valid"))
            {
                call = agent.CheckAsync("up", user, null, Policy.NetworkOnly);
            }
            Assert.True(call.GetAwaiter().GetResult().IsAllowed, "allowed");
        }
    }

    public static void A_call_returns_while_the_server_is_silent()
    {
        InSilence((agent, user) =>
        {
            Task<Entitlement> call = agent.CheckAsync("up", user, null, Policy.NetworkOnly);
            Assert.True(!call.IsCompleted, "it is still under way");
            agent.Dispose();
            Assert.Throws<TaskCanceledException>(call);
        });
    }

    public static void A_token_that_is_cancelled_before_begins_nothing()
    {
        // Of its own: at the shared one requests of tests that have ended may still come in.
        using (var sandbox = new Sandbox())
        using (Agent agent = sandbox.Agent())
        using (Credentials user = AnswerTests.User("valid"))
        {
            var token = new CancellationToken(true);
            Task<Entitlement> call = agent.CheckAsync("up", user, null, Policy.NetworkOnly, token);
            Assert.Equal(TaskStatus.Canceled, call.Status);
            Assert.Equal(token, Assert.Throws<TaskCanceledException>(call).CancellationToken);
            Assert.Equal(0, sandbox.Requests());
        }
    }

    public static void A_cancelled_token_ends_each_call_as_cancelled_with_that_token()
    {
        EndsCancelled((agent, user, token) => agent.CheckAsync("up", user, null, Policy.NetworkOnly, token));
        EndsCancelled((agent, user, token) => agent.LicensesAsync("up", user, Policy.NetworkOnly, token));
        EndsCancelled((agent, user, token) =>
            agent.LicenseUsersAsync("up", "test@example.com", Policy.NetworkOnly, token));
    }

    private static void EndsCancelled(Func<Agent, Credentials, CancellationToken, Task> begin)
    {
        InSilence((agent, user) =>
        {
            using (var source = new CancellationTokenSource())
            {
                int before = Sandbox.Shared.Requests();
                Task call = begin(agent, user, source.Token);
                Sandbox.Shared.AwaitRequest(before);
                Assert.True(!call.IsCompleted, "it is still under way");
                source.Cancel();
                Assert.Equal(source.Token, Assert.Throws<TaskCanceledException>(call).CancellationToken);
                Assert.True(call.IsCanceled, "cancelled, not failed");
            }
        });
    }

    public static void A_token_that_is_cancelled_after_the_end_changes_nothing()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("valid"))
        using (var source = new CancellationTokenSource())
        {
            Entitlement entitlement = agent.CheckAsync("up", user, null, Policy.NetworkFirst, source.Token).GetAwaiter().GetResult();
            source.Cancel();
            Assert.True(entitlement.IsAllowed, "allowed");
        }
    }

    public static void Cancelling_in_a_race_with_the_answer_ends_either_way()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("valid"))
        {
            agent.Check("up", user).Dispose();
            for (int i = 0; i < 500; i++)
            {
                using (var source = new CancellationTokenSource())
                {
                    Task<Entitlement> call = agent.CheckAsync("up", user, null, Policy.CacheOnly, source.Token);
                    if (i % 2 == 0)
                    {
                        Thread.Yield();
                    }
                    source.Cancel();
                    Assert.Ends(((IAsyncResult)call).AsyncWaitHandle.WaitOne(Assert.Patience), "the call");
                    Assert.True(call.IsCanceled || call.Result.IsAllowed, "cancelled or answered");
                }
            }
        }
    }

    public static void Disposing_the_agent_ends_all_of_its_calls_as_cancelled()
    {
        InSilence((agent, user) =>
        {
            var calls = new Task[20];
            for (int i = 0; i < calls.Length; i++)
            {
                calls[i] = agent.CheckAsync("up", user, null, Policy.NetworkOnly);
            }
            agent.Dispose();
            foreach (Task call in calls)
            {
                Assert.Equal(CancellationToken.None, Assert.Throws<TaskCanceledException>(call).CancellationToken);
            }
        });
    }

    public static void What_follows_a_call_may_dispose_the_agent_and_call_others()
    {
        AgentOptions options = Sandbox.Shared.Options();
        using (var isAwaited = new ManualResetEventSlim())
        {
            // The call is not done before it is awaited.
            options.Log = (level, line) => isAwaited.Wait();
            options.LogLevel = LogLevel.Debug;
            Task all = CallsAndFollows(new Agent(options));
            isAwaited.Set();
            all.GetAwaiter().GetResult();
        }
    }

    private static async Task CallsAndFollows(Agent agent)
    {
        using (Credentials user = AnswerTests.User("valid"))
        {
            using (await agent.CheckAsync("up", user).ConfigureAwait(false))
            using (Entitlement again = agent.Check("up", user))
            {
                Assert.True(again.IsAllowed, "allowed");
                Assert.True(Thread.CurrentThread.IsThreadPoolThread, "not on the agent's own thread");
            }
            agent.Dispose();
        }
    }

    public static void A_call_goes_on_when_nobody_holds_its_agent()
    {
        Sandbox.Shared.Fault("{\"fault\": \"delay\", \"ms\": 500, \"times\": 1}");
        Task<Entitlement> call = Abandoned();
        while (!call.IsCompleted)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(call.Result.IsAllowed, "allowed");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<Entitlement> Abandoned()
    {
        using (Credentials user = AnswerTests.User("valid"))
        {
            return Sandbox.Shared.Agent().CheckAsync("up", user, null, Policy.NetworkOnly);
        }
    }

    private static void InSilence(Action<Agent, Credentials> test)
    {
        Sandbox.Shared.Fault(Silence);
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("valid"))
        {
            test(agent, user);
        }
    }
}
