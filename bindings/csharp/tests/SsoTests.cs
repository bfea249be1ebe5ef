using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using LsAgent;

/// <summary>Signing in with a browser. Whatever happens, nobody listens any more afterwards.</summary>
[Tests]
internal static class SsoTests
{
    private static readonly SsoResponse[] Both = { SsoResponse.Code, SsoResponse.Token };

    public static void A_person_signs_in_by_code_and_by_token()
    {
        foreach (SsoResponse response in Both)
        {
            foreach (bool background in new[] { false, true })
            {
                using (var scene = new SsoScene())
                {
                    scene.Options.ResponseType = response;
                    scene.Options.Path = "/signed/in";
                    using (Licenses licenses = scene.SignIn(background, url => ScriptedBrowser.SignIn(url)))
                    {
                        Assert.Equal(Source.Network, licenses.Source);
                        Assert.Equal(ScriptedBrowser.Person, licenses[0].Holder.Email);
                    }
                    Assert.Contains("Sign-in received", scene.LastPage);
                    using (Credentials somebody = Credentials.Remembered())
                    using (Licenses stored = scene.Agent.Licenses("up", somebody, Policy.CacheOnly))
                    {
                        Assert.Equal(ScriptedBrowser.Person, stored[0].Holder.Email);
                    }
                }
            }
        }
    }

    public static void A_port_can_be_given_and_may_be_taken()
    {
        var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        using (var scene = new SsoScene())
        {
            scene.Options.Port = port;
            ConfigException error = Assert.Throws<ConfigException>(() => scene.Agent.SsoSignIn("up", "acme", scene.Options));
            Assert.Contains(port.ToString(), error.Message);
            Assert.Throws<ConfigException>(scene.Agent.SsoSignInAsync("up", "acme", scene.Options));
            other.Stop();
            scene.SignIn(true, url => ScriptedBrowser.SignIn(url)).Dispose();
            Assert.Contains($"http://127.0.0.1:{port}/", scene.LastRedirect);
        }
    }

    public static void What_the_provider_refuses_is_told_by_its_code()
    {
        foreach (SsoResponse response in Both)
        {
            using (var scene = new SsoScene())
            {
                scene.Options.ResponseType = response;
                foreach (bool background in new[] { false, true })
                {
                    CredentialsException cancelled = scene.Fails<CredentialsException>(
                        background, url => ScriptedBrowser.SignIn(url, "cancel"));
                    Assert.Equal("access_denied", cancelled.Code);
                }
                scene.Sandbox.IdentityProvider("{\"error\": \"server_error\"}");
                RefusedException down = scene.Fails<RefusedException>(true, url => ScriptedBrowser.SignIn(url));
                Assert.Equal("server_error", down.Code);
            }
        }
    }

    public static void Who_never_finishes_runs_out_of_time()
    {
        using (var scene = new SsoScene())
        {
            scene.Options.Timeout = TimeSpan.FromMilliseconds(300);
            foreach (bool background in new[] { false, true })
            {
                NetworkTimeoutException error = scene.Fails<NetworkTimeoutException>(background, url => url);
                Assert.Contains("nobody has finished signing in", error.Message);
            }
        }
    }

    public static void A_cancelled_token_ends_the_listener()
    {
        using (var scene = new SsoScene())
        using (var source = new CancellationTokenSource())
        {
            Task<Licenses> call = scene.Agent.SsoSignInAsync("up", "acme", scene.Options, source.Token);
            string url = scene.Shown();
            Assert.True(ScriptedBrowser.IsListening(url), "it listens");
            source.Cancel();
            Assert.Equal(source.Token, Assert.Throws<TaskCanceledException>(call).CancellationToken);
            Assert.True(!ScriptedBrowser.IsListening(url), "it no longer listens");
        }
    }

    public static void A_token_that_is_cancelled_before_shows_nothing()
    {
        using (var scene = new SsoScene())
        {
            Task<Licenses> call = scene.Agent.SsoSignInAsync("up", "acme", scene.Options, new CancellationToken(true));
            Assert.Equal(TaskStatus.Canceled, call.Status);
            Assert.Equal(0, scene.Sandbox.Requests());
            Assert.True(!scene.WasShown, "nothing was shown");
        }
    }

    public static void Disposing_the_agent_ends_the_wait_for_a_person()
    {
        using (var scene = new SsoScene())
        {
            Task<Licenses> call = scene.Agent.SsoSignInAsync("up", "acme", scene.Options);
            string url = scene.Shown();
            // The agent is held until Show has returned; from here on it is freed at once.
            scene.Agent.Dispose();
            Assert.Equal(CancellationToken.None, Assert.Throws<TaskCanceledException>(call).CancellationToken);
            Assert.True(!ScriptedBrowser.IsListening(url), "it no longer listens");
        }
    }

    public static void Disposing_the_agent_lets_a_blocking_sign_in_end()
    {
        using (var scene = new SsoScene())
        {
            scene.SignIn(
                false,
                url =>
                {
                    scene.Agent.Dispose();
                    return ScriptedBrowser.SignIn(url);
                }).Dispose();
            Assert.Contains("Sign-in received", scene.LastPage);
        }
    }

    public static void The_agent_may_be_disposed_from_within_Show()
    {
        using (var scene = new SsoScene())
        {
            string shown = null;
            scene.Options.Show = url =>
            {
                shown = url;
                scene.Agent.Dispose();
                scene.Agent.Dispose();
                return true;
            };
            Assert.Throws<TaskCanceledException>(scene.Agent.SsoSignInAsync("up", "acme", scene.Options));
            Assert.True(!ScriptedBrowser.IsListening(shown), "it no longer listens");
        }
        using (var scene = new SsoScene())
        {
            Func<string, bool> show = scene.Options.Show;
            scene.Options.Show = url =>
            {
                scene.Agent.Dispose();
                return show(url);
            };
            scene.SignIn(false, url => ScriptedBrowser.SignIn(url)).Dispose();
        }
    }

    public static void An_agent_that_is_disposed_while_Show_is_at_work_is_freed_after_it()
    {
        using (var scene = new SsoScene())
        using (var disposed = new ManualResetEventSlim())
        {
            bool waited = false;
            Func<string, bool> show = scene.Options.Show;
            scene.Options.Show = url =>
            {
                bool shows = show(url);
                waited = disposed.Wait(Assert.Patience);
                return shows;
            };
            Task<Licenses> call = scene.Agent.SsoSignInAsync("up", "acme", scene.Options);
            scene.Shown();
            scene.Agent.Dispose();
            disposed.Set();
            Assert.Throws<TaskCanceledException>(call);
            Assert.True(waited, "Show went on");
        }
    }

    public static void A_sign_in_goes_on_when_nobody_holds_anything_of_it()
    {
        using (var urls = new BlockingCollection<string>())
        using (var sandbox = new Sandbox("--plain"))
        {
            for (int i = 0; i < 5; i++)
            {
                Task<Licenses> call = Abandoned(sandbox, urls);
                Assert.True(urls.TryTake(out string url, Assert.Patience), "a page is shown");
                for (int round = 0; round < 5; round++)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }
                ScriptedBrowser.SignIn(url);
                Assert.Ends(((IAsyncResult)call).AsyncWaitHandle.WaitOne(Assert.Patience), "the sign-in");
                Assert.Equal(ScriptedBrowser.Person, call.Result[0].Holder.Email);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<Licenses> Abandoned(Sandbox sandbox, BlockingCollection<string> urls)
    {
        return new Agent(sandbox.Options()).SsoSignInAsync("up", "acme", new SsoOptions
        {
            Show = url =>
            {
                urls.Add(url);
                return true;
            },
        });
    }

    public static void Sign_ins_at_the_same_time_do_not_meet()
    {
        using (var scene = new SsoScene())
        {
            Task<Licenses>[] calls = Enumerable.Range(0, 4)
                .Select(_ => scene.Agent.SsoSignInAsync("up", "acme", scene.Options)).ToArray();
            string[] urls = calls.Select(_ => scene.Shown()).ToArray();
            Assert.Equal(4, urls.Distinct().Count());
            foreach (string url in urls.Reverse())
            {
                Assert.Contains("Sign-in received", ScriptedBrowser.SignIn(url));
            }
            Assert.Ends(Task.WaitAll(calls, Assert.Patience), "the sign-ins");
        }
    }

    public static void A_page_whose_address_is_not_signed_is_opened_only_if_it_need_not_be()
    {
        using (var scene = new SsoScene())
        {
            scene.Sandbox.Fault("{\"fault\": \"signature\", \"how\": \"missing\", \"path\": \"sso_url\"}");
            Assert.Throws<SignatureException>(() => scene.Agent.SsoSignIn("up", "acme", scene.Options));
            Assert.True(!scene.WasShown, "nothing was shown");
            scene.Options.RequireSignature = false;
            scene.Options.RequireState = false;
            scene.SignIn(false, url => ScriptedBrowser.SignIn(url)).Dispose();
        }
    }

    public static void Options_that_are_refused_are_told_by_the_sign_in()
    {
        var wrong = new Dictionary<string, Action<SsoOptions>>
        {
            ["timeout_ms"] = options => options.Timeout = TimeSpan.Zero,
            ["path"] = options => options.Path = "no/slash",
            ["response_type"] = options => options.ResponseType = (SsoResponse)9,
        };
        using (var scene = new SsoScene())
        {
            foreach (KeyValuePair<string, Action<SsoOptions>> pair in wrong)
            {
                SsoOptions options = scene.NewOptions();
                pair.Value(options);
                Assert.Contains(pair.Key, Assert.Throws<InvalidArgumentException>(
                    () => scene.Agent.SsoSignIn("up", "acme", options)).Message);
                Assert.Contains(pair.Key, Assert.Throws<InvalidArgumentException>(
                    scene.Agent.SsoSignInAsync("up", "acme", options)).Message);
            }
            Assert.Contains("response_type", Assert.Throws<InvalidArgumentException>(
                () => scene.Agent.SsoUrl("up", "acme", (SsoResponse)9)).Message);
            Assert.True(!scene.WasShown, "nothing was shown");
        }
    }

    public static void The_address_can_be_had_for_a_browser_of_ones_own()
    {
        using (var scene = new SsoScene())
        {
            string token = scene.Agent.SsoUrl("up", "acme", SsoResponse.Token, "my-app://signed-in?a=b");
            Assert.Equal("token", ScriptedBrowser.Parameter(token, "response_type"));
            Assert.Equal("my-app://signed-in?a=b", ScriptedBrowser.Parameter(token, "redirect_uri"));
            Assert.Equal(null, ScriptedBrowser.Parameter(scene.Agent.SsoUrl("up", "acme"), "redirect_uri"));
            string page = scene.Agent.SsoUrl("up", "acme", redirectUri: "http://127.0.0.1:9/");
            string code = ScriptedBrowser.Parameter(ScriptedBrowser.FillIn(page), "code");
            using (Credentials brought = Credentials.Code(code, "acme", "http://127.0.0.1:9/"))
            using (Licenses licenses = scene.Agent.Licenses("up", brought, Policy.NetworkOnly))
            {
                Assert.Equal(ScriptedBrowser.Person, licenses[0].Holder.Email);
            }
            RefusedException unknown = Assert.Throws<RefusedException>(() => scene.Agent.SsoUrl("up", "nobody"));
            Assert.Equal("customer_account_not_found", unknown.Code);
        }
    }

    public static void No_secret_is_in_a_failure_or_in_the_log()
    {
        foreach (SsoResponse response in Both)
        {
            var said = new ConcurrentQueue<string>();
            using (var scene = new SsoScene(line => said.Enqueue(line)))
            {
                scene.Options.ResponseType = response;
                scene.Sandbox.Fault("{\"fault\": \"echo_query\", \"path\": \"user_licenses\"}");
                string secret = null;
                LicensingException error = scene.Fails<RefusedException>(true, url =>
                {
                    string back = ScriptedBrowser.FillIn(url);
                    secret = ScriptedBrowser.Parameter(back, response == SsoResponse.Code ? "code" : "access_token");
                    return ScriptedBrowser.SignIn(url);
                });
                Assert.True(secret.Length > 5, "there is a secret");
                // Each sign-in has its own code; what they share is the person's name.
                foreach (string line in said.Concat(new[] { error.ToString(), scene.Options.ToString() }))
                {
                    Assert.Lacks(ScriptedBrowser.Person, line);
                    Assert.Lacks(Uri.EscapeDataString(ScriptedBrowser.Person), line);
                    Assert.Lacks(secret, line);
                }
                Assert.True(said.Count > 0, "something was logged");
            }
        }
    }

    public static void Nothing_is_kept_of_sign_ins_that_are_over()
    {
        using (var scene = new SsoScene())
        using (var source = new CancellationTokenSource())
        {
            scene.SignIn(false, url => ScriptedBrowser.SignIn(url)).Dispose();
            Task<Licenses> call = scene.Agent.SsoSignInAsync("up", "acme", scene.Options, source.Token);
            scene.Shown();
            Assert.Equal(1, BrowsersKept());
            source.Cancel();
            Assert.Throws<TaskCanceledException>(call);
            Assert.Throws<TaskCanceledException>(scene.Agent.SsoSignInAsync("up", "acme", scene.Options, source.Token));
            Assert.Throws<InvalidArgumentException>(scene.Agent.SsoSignInAsync("", "acme", scene.Options));
            scene.Options.Path = "\0";
            Assert.Throws<ArgumentException>(() => { scene.Agent.SsoSignInAsync("up", "acme", scene.Options); });
            Assert.Throws<ArgumentException>(() => { scene.Agent.SsoSignIn("up", "acme", scene.Options); });
            Assert.True(SpinWait.SpinUntil(() => BrowsersKept() == 0, Assert.Patience), "none is kept");
        }
    }

    public static void A_token_whose_source_is_disposed_leaves_no_sign_in_behind()
    {
        var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        source.Dispose();
        using (var scene = new SsoScene())
        {
            try
            {
                scene.Agent.SsoSignInAsync("up", "acme", scene.Options, token);
                // .NET takes it for one that is never cancelled.
                ScriptedBrowser.SignIn(scene.Shown());
            }
            catch (ObjectDisposedException)
            {
                // .NET Framework and Mono refuse it; what had begun is cancelled.
            }
            Assert.True(SpinWait.SpinUntil(() => Kept("PendingCall`2") == 0, Assert.Patience), "nothing is under way");
        }
    }

    private static int BrowsersKept() => Kept("Browser");

    private static int Kept(string type)
    {
        object table = typeof(Agent).Assembly.GetType("LsAgent.CallbackTable")
            .GetField("Objects", BindingFlags.NonPublic | BindingFlags.Static).GetValue(null);
        return ((ConcurrentDictionary<int, object>)table).Values.Count(value => value.GetType().Name == type);
    }
}

/// <summary>A sandbox over plain http, which the library allows on this machine and which the scripted
/// browser speaks; an agent; and the pages that it is asked to show.</summary>
internal sealed class SsoScene : IDisposable
{
    private readonly BlockingCollection<string> urls = new BlockingCollection<string>();

    internal SsoScene(Action<string> log = null, Action<Exception> failed = null)
    {
        Sandbox = new Sandbox("--plain");
        AgentOptions options = Sandbox.Options();
        options.LogLevel = LogLevel.Debug;
        options.Log = (level, line) => log?.Invoke(line);
        options.CallbackFailed = failed;
        Agent = new Agent(options);
        Options = NewOptions();
    }

    internal Sandbox Sandbox { get; }

    internal Agent Agent { get; }

    internal SsoOptions Options { get; }

    internal string LastRedirect { get; private set; }

    internal string LastPage { get; private set; }

    internal bool WasShown => urls.Count > 0;

    /// <summary>Options with which the application shows every page itself.</summary>
    internal SsoOptions NewOptions()
    {
        return new SsoOptions
        {
            Show = url =>
            {
                urls.Add(url);
                return true;
            },
        };
    }

    /// <summary>The next page that is to be shown.</summary>
    internal string Shown()
    {
        Assert.True(urls.TryTake(out string url, Assert.Patience), "a page is to be shown");
        LastRedirect = ScriptedBrowser.Parameter(url, "redirect_uri");
        return url;
    }

    /// <summary>Signs in while the browser does what it is told with the page's address.</summary>
    internal Licenses SignIn(bool background, Func<string, string> browse)
    {
        Task<Licenses> call = Begin(background);
        string url = Shown();
        LastPage = browse(url);
        Assert.Ends(((IAsyncResult)call).AsyncWaitHandle.WaitOne(Assert.Patience), "the sign-in");
        Assert.True(!ScriptedBrowser.IsListening(url), "it no longer listens");
        return call.GetAwaiter().GetResult();
    }

    internal T Fails<T>(bool background, Func<string, string> browse) where T : Exception
    {
        return Assert.Throws<T>(() => { SignIn(background, browse); });
    }

    public void Dispose()
    {
        Agent.Dispose();
        Sandbox.Dispose();
        urls.Dispose();
    }

    private Task<Licenses> Begin(bool background)
    {
        return background
            ? Agent.SsoSignInAsync("up", "acme", Options)
            : Task.Factory.StartNew(
                () => Agent.SsoSignIn("up", "acme", Options), TaskCreationOptions.LongRunning);
    }
}
