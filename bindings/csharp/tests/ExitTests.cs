using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using LsAgent;

/// <summary>Processes that end while something is under way: no crash, no hang.</summary>
[Tests]
internal static class ExitTests
{
    private const int Done = 7;

    public static void With_a_task_under_way() => Ends("task");

    public static void With_a_task_under_way_and_Environment_Exit() => Ends("task-exit");

    public static void With_a_blocking_call_under_way_in_another_thread() => Ends("call");

    public static void With_a_task_that_another_thread_waits_for() => Ends("waiting");

    public static void With_a_thread_that_asks_again_and_again() => Ends("asking");

    public static void With_a_sign_in_that_waits_for_a_person() => Ends("sign-in");

    public static void With_a_sign_in_whose_Show_does_not_return() => Ends("sign-in-stuck");

    public static void With_a_refresh_under_way_that_logs() => Ends("refresh");

    public static void With_a_callback_that_does_not_return() => Ends("stuck");

    public static void With_an_agent_that_is_used_while_the_process_ends() => Ends("late");

    public static void With_everything_left_to_the_collector() => Ends("nothing");

    public static void With_answers_and_log_lines_coming_in()
    {
        // The moment of the end differs from one process to the next.
        for (int i = 0; i < 10; i++)
        {
            Ends("busy");
        }
    }

    public static void With_an_application_domain_that_was_unloaded_under_its_agent() => Ends("domain");

    private static void Ends(string what)
    {
        if (what == "domain")
        {
            Sandbox.Shared.Fault("{\"fault\": \"delay\", \"ms\": 700}");
        }
        Sandbox.Shared.Fault("{\"fault\": \"silent\", \"path\": \"customer_license_users\"}");
        AgentOptions options = Sandbox.Shared.Options();
        string program = Process.GetCurrentProcess().MainModule.FileName;
        string key = Path.GetTempFileName();
        File.WriteAllText(key, options.ResponsePublicKey);
        var start = new ProcessStartInfo(
            program,
            $"\"{typeof(ExitTests).Assembly.Location}\" child {what} {options.BaseUrl} \"{options.CaFile}\" \"{key}\" \"{options.CacheDirectory}\"")
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using (Process child = Process.Start(start))
        {
            if (!child.WaitForExit((int)Assert.Patience.TotalMilliseconds))
            {
                child.Kill();
                throw new AssertionException(what + " hangs");
            }
            Assert.Equal(Done + ": ", child.ExitCode + ": " + child.StandardError.ReadToEnd());
        }
        File.Delete(key);
    }

    /// <summary>What the other process does.</summary>
    internal static int Child(string[] arguments)
    {
        var options = new AgentOptions
        {
            BaseUrl = arguments[2],
            CaFile = arguments[3],
            ResponsePublicKey = File.ReadAllText(arguments[4]),
            CacheDirectory = arguments[5],
            ApiKey = "sandbox-api-key",
            SharedKey = "sandbox-shared-key",
            // Longer than anybody waits for the process, but where Mono waits: for its own threads that
            // are in native code, whichever it is.
            Timeout = arguments[1] == "call" ? TimeSpan.FromSeconds(2) : TimeSpan.FromHours(1),
            RefreshAfter = TimeSpan.Zero,
            LogLevel = LogLevel.Debug,
            Log = (level, line) => GC.KeepAlive(line),
        };
        var begun = new ManualResetEventSlim();
        if (arguments[1] == "stuck")
        {
            Thread main = Thread.CurrentThread;
            options.Log = (level, line) =>
            {
                if (Thread.CurrentThread != main)
                {
                    begun.Set();
                    Thread.Sleep(System.Threading.Timeout.Infinite);
                }
            };
        }
        var agent = new Agent(options);
        if (arguments[1] == "call" || arguments[1] == "waiting" || arguments[1] == "asking")
        {
            // It runs after the agent's own: so long threads go on without the agent.
            AppDomain.CurrentDomain.ProcessExit += (sender, e) => Thread.Sleep(300);
        }
        switch (arguments[1])
        {
            case "task":
                agent.LicenseUsersAsync("up", "test@example.com");
                break;
            case "task-exit":
                agent.LicenseUsersAsync("up", "test@example.com");
                Environment.Exit(Done);
                break;
            case "call":
                new Thread(() =>
                {
                    begun.Set();
                    try
                    {
                        agent.LicenseUsers("up", "test@example.com");
                    }
                    catch (NetworkTimeoutException)
                    {
                        // Only where the runtime has waited.
                    }
                    catch (ObjectDisposedException)
                    {
                        // The process ended before the call began.
                    }
                })
                { IsBackground = true }.Start();
                begun.Wait();
                break;
            case "asking":
                agent.Licenses("up", AnswerTests.User("features"));
                new Thread(() =>
                {
                    while (true)
                    {
                        agent.Check("up", AnswerTests.User("features"), null, Policy.CacheOnly);
                        begun.Set();
                    }
                })
                { IsBackground = true }.Start();
                begun.Wait();
                break;
            case "waiting":
                Task pending = agent.LicenseUsersAsync("up", "test@example.com");
                new Thread(() =>
                {
                    begun.Set();
                    pending.Wait();
                })
                { IsBackground = true }.Start();
                begun.Wait();
                break;
            case "sign-in":
            case "sign-in-stuck":
                agent.SsoSignInAsync("up", "acme", new SsoOptions
                {
                    Show = url =>
                    {
                        begun.Set();
                        Thread.Sleep(arguments[1] == "sign-in" ? 0 : System.Threading.Timeout.Infinite);
                        return true;
                    },
                });
                begun.Wait();
                break;
            case "refresh":
                Credentials user = AnswerTests.User("valid");
                agent.Check("up", user);
                agent.Check("up", user);
                break;
            case "stuck":
                agent.CheckAsync("up", AnswerTests.User("valid"));
                begun.Wait();
                break;
            case "late":
                AppDomain.CurrentDomain.ProcessExit += (sender, e) =>
                {
                    try
                    {
                        agent.LicenseUsersAsync("up", "test@example.com");
                    }
                    catch (ObjectDisposedException)
                    {
                        // As documented.
                    }
                };
                break;
            case "slow":
                agent.LicensesAsync("up", AnswerTests.User("valid"));
                break;
            case "busy":
                for (int i = 0; i < 40; i++)
                {
                    agent.CheckAsync("up", Credentials.Remembered("nobody@example.com"));
                    agent.CheckAsync("up", AnswerTests.User("valid"), null, Policy.NetworkOnly);
                }
                break;
            case "domain":
                try
                {
                    UnloadDomain(arguments);
                }
                catch (TypeLoadException)
                {
                    // .NET has but one application domain, and not even the types.
                }
                break;
            case "nothing":
                agent.Licenses("up", AnswerTests.User("features"));
                break;
            default:
                return 1;
        }
        return Done;
    }

    /// <summary>
    /// An agent that logs, with a request under way, in an application domain that is unloaded before the answer
    /// comes.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UnloadDomain(string[] arguments)
    {
        AppDomain domain = AppDomain.CreateDomain("other");
        arguments[1] = "slow";
        domain.SetData("arguments", arguments);
        domain.DoCallBack(ChildInDomain);
        AppDomain.Unload(domain);
        // Longer than the answer takes: nothing may come any more, which no event can tell.
        Thread.Sleep(1500);
    }

    private static void ChildInDomain() => Child((string[])AppDomain.CurrentDomain.GetData("arguments"));
}
