using System;
using System.Collections.Generic;
using System.Threading;
using LsAgent;

[Tests]
internal static class MisuseTests
{
    // Text with which the tests look whether an exception repeats what it was given.
    private const string Hidden = "hidden-text";

    public static void Null_is_an_exception_with_the_name_of_the_parameter()
    {
        foreach (KeyValuePair<string, Action<string>> use in Uses())
        {
            if (!use.Key.EndsWith("?"))
            {
                Assert.Equal(Parameter(use.Key), Assert.Throws<ArgumentNullException>(() => use.Value(null)).ParamName);
            }
        }
        using (Agent agent = Sandbox.Shared.Agent())
        {
            Assert.Equal("credentials", Assert.Throws<ArgumentNullException>(() => agent.Check("up", null)).ParamName);
            Assert.Equal("credentials", Assert.Throws<ArgumentNullException>(() => { agent.CheckAsync("up", null); }).ParamName);
            Assert.Equal("credentials", Assert.Throws<ArgumentNullException>(() => agent.Licenses("up", null)).ParamName);
        }
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => new Agent(null)).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => new UiPath(null, "x", "y")).ParamName);
        using (UiPath suite = Suite())
        {
            Assert.Equal("userIds", Assert.Throws<ArgumentNullException>(
                () => suite.AllocateUserLicenses("a", null, new[] { "x" })).ParamName);
            Assert.Equal("bundleCodes", Assert.Throws<ArgumentException>(
                () => suite.AllocateUserLicenses("a", new[] { "x" }, new string[] { null })).ParamName);
        }
    }

    public static void What_is_no_text_is_an_exception_that_does_not_repeat_it()
    {
        foreach (KeyValuePair<string, Action<string>> use in Uses())
        {
            foreach (string bad in new[] { "\ud83d", "\ude00", "\ude00\ud83d", "\0" })
            {
                ArgumentException error = Assert.Throws<ArgumentException>(() => use.Value(Hidden + bad));
                Assert.Equal(Parameter(use.Key), error.ParamName);
                Assert.Lacks(Hidden, error.ToString());
                Assert.Lacks("\\u", error.ToString());
            }
        }
    }

    public static void What_is_empty_is_refused_by_its_name()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("valid"))
        using (Credentials nobody = Credentials.Password("", ""))
        {
            Assert.Contains("product", Assert.Throws<InvalidArgumentException>(() => agent.Check("", user)).Message);
            Assert.Contains("username", Assert.Throws<InvalidArgumentException>(() => agent.Check("up", nobody)).Message);
            Assert.Contains("username", Assert.Throws<InvalidArgumentException>(agent.CheckAsync("up", nobody)).Message);
            Assert.Contains("policy", Assert.Throws<InvalidArgumentException>(
                () => agent.Check("up", user, null, (Policy)99)).Message);
            Assert.Contains("policy", Assert.Throws<InvalidArgumentException>(
                agent.LicensesAsync("up", user, (Policy)99)).Message);
        }
    }

    public static void A_disposed_agent_says_so()
    {
        Agent agent = Sandbox.Shared.Agent();
        agent.Dispose();
        agent.Dispose();
        using (Credentials user = AnswerTests.User("valid"))
        {
            foreach (Action use in new Action[]
            {
                () => agent.Check("up", user),
                () => agent.CheckAsync("up", user),
                () => agent.Licenses("up", user),
                () => agent.LicensesAsync("up", user),
                () => agent.SsoSignIn("up", "acme"),
                () => agent.SsoSignInAsync("up", "acme"),
                () => agent.SsoUrl("up", "acme"),
                () => agent.FetchProduct("up"),
                () => agent.FetchProductAsync("up"),
                () => agent.LicenseUsers("up", "a"),
                () => agent.LicenseUsersAsync("up", "a"),
                () => agent.Forget("a"),
                () => agent.ForgetAll(),
                () => { TimeSpan? offset = agent.ClockOffset; },
            })
            {
                Assert.Equal("Agent", Assert.Throws<ObjectDisposedException>(use).ObjectName);
            }
        }
        UiPath suite = Suite();
        suite.Dispose();
        Assert.Throws<ObjectDisposedException>(() => suite.SetAccessToken("x"));
        Assert.Throws<ObjectDisposedException>(
            () => suite.AllocateUserLicenses("a", new[] { "x" }, new[] { "y" }));
    }

    public static void Disposed_credentials_say_so()
    {
        Credentials user = AnswerTests.User("valid");
        user.Dispose();
        user.Dispose();
        using (Agent agent = Sandbox.Shared.Agent())
        {
            Assert.Equal("Credentials", Assert.Throws<ObjectDisposedException>(() => agent.Check("up", user)).ObjectName);
            Assert.Throws<ObjectDisposedException>(() => { agent.LicensesAsync("up", user); });
        }
    }

    public static void Disposed_results_and_what_was_read_from_them_say_so()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("features"))
        {
            Entitlement entitlement = agent.Check("up", user);
            License license = entitlement.License;
            Feature feature = license.ProductFeatures[0];
            entitlement.Dispose();
            entitlement.Dispose();
            foreach (Action use in new Action[]
            {
                () => entitlement.IsAllowed.ToString(),
                () => entitlement.Message.ToString(),
                () => entitlement.ToJson(),
                () => license.Id.ToString(),
                () => license.OrderStoreId.ToString(),
                () => license.IsTrial.ToString(),
                () => license.ValidityPeriod.ToString(),
                () => license.Holder.ToString(),
                () => license.ProductFeatures.ToString(),
                () => feature.Code.ToString(),
                () => license.ToJson(),
            })
            {
                Assert.Throws<ObjectDisposedException>(use);
            }
            Licenses licenses = agent.Licenses("up", user);
            licenses.Dispose();
            Assert.Throws<ObjectDisposedException>(() => licenses.Check("up"));
            Assert.Throws<ObjectDisposedException>(() => licenses[0].ToString());
        }
    }

    public static void A_part_keeps_its_result_in_memory()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("features"))
        {
            Feature feature = FeatureAlone(agent, user);
            for (int i = 0; i < 20; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                Assert.Equal("export", feature.Code);
            }
        }
    }

    private static Feature FeatureAlone(Agent agent, Credentials user) =>
        agent.Licenses("up", user)[0].ProductFeatures[0];

    public static void Numbers_that_do_not_fit_are_out_of_range()
    {
        var options = new AgentOptions();
        Assert.Throws<ArgumentOutOfRangeException>(() => options.Timeout = TimeSpan.FromTicks(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.ConnectTimeout = TimeSpan.FromDays(50));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxResponseBytes = -1);
        var sso = new SsoOptions();
        Assert.Throws<ArgumentOutOfRangeException>(() => sso.Timeout = TimeSpan.FromTicks(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => sso.Port = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => sso.Port = 65536);
        options.Timeout = null;
        options.MaxResponseBytes = null;
        // The least there is counts as a millisecond, not as none.
        options = Sandbox.Shared.Options();
        options.Timeout = TimeSpan.FromTicks(1);
        options.OfflineGrace = TimeSpan.MaxValue;
        options.RefreshAfter = TimeSpan.MaxValue;
        new Agent(options).Dispose();
    }

    public static void A_disposed_token_source_is_no_crash()
    {
        var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        source.Dispose();
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("valid"))
        {
            try
            {
                agent.CheckAsync("up", user, null, Policy.NetworkOnly, token).GetAwaiter().GetResult().Dispose();
            }
            catch (ObjectDisposedException)
            {
                // .NET Framework and Mono refuse a registration, .NET does not.
            }
        }
    }

    private static string Parameter(string use) => use.TrimEnd('?').Split(' ')[1];

    private static UiPath Suite() => new UiPath(Sandbox.Shared.Options(), Sandbox.Shared.BaseUrl, "token");

    /// <summary>Every way to pass text in: "where parameter", with a ? where null means "not given".</summary>
    private static IEnumerable<KeyValuePair<string, Action<string>>> Uses()
    {
        Agent agent = Sandbox.Shared.Agent();
        Credentials user = AnswerTests.User("valid");
        Licenses licenses = agent.Licenses("up", user);
        UiPath suite = Suite();
        Activation activation = agent.Activate("key-product", Credentials.LicenseKey("UNLI-AAAA-BBBB-CCCC"));
        var uses = new Dictionary<string, Action<string>>
        {
            ["Password username"] = text => Credentials.Password(text, "x"),
            ["Password password"] = text => Credentials.Password("x", text),
            ["IdToken idToken"] = text => Credentials.IdToken(text, "x"),
            ["IdToken customerAccountCode"] = text => Credentials.IdToken("x", text),
            ["Code code"] = text => Credentials.Code(text, "x"),
            ["Code customerAccountCode"] = text => Credentials.Code("x", text),
            ["Code redirectUri?"] = text => Credentials.Code("x", "y", text),
            ["Remembered username?"] = text => Credentials.Remembered(text),
            ["LicenseKey licenseKey"] = text => Credentials.LicenseKey(text),
            ["Check product"] = text => agent.Check(text, user),
            ["Check feature?"] = text => agent.Check("up", user, text),
            ["CheckAsync product"] = text => agent.CheckAsync(text, user),
            ["CheckAsync feature?"] = text => agent.CheckAsync("up", user, text),
            ["Licenses product"] = text => agent.Licenses(text, user),
            ["LicensesAsync product"] = text => agent.LicensesAsync(text, user),
            ["LicenseUsers product"] = text => agent.LicenseUsers(text, "x"),
            ["LicenseUsers customerEmail"] = text => agent.LicenseUsers("up", text),
            ["LicenseUsersAsync product"] = text => agent.LicenseUsersAsync(text, "x"),
            ["LicenseUsersAsync customerEmail"] = text => agent.LicenseUsersAsync("up", text),
            ["SsoSignIn product"] = text => agent.SsoSignIn(text, "x"),
            ["SsoSignIn customerAccountCode"] = text => agent.SsoSignIn("up", text),
            ["SsoSignIn Path?"] = text => agent.SsoSignIn("up", "x", new SsoOptions { Path = text }),
            ["SsoSignInAsync product"] = text => agent.SsoSignInAsync(text, "x"),
            ["SsoSignInAsync customerAccountCode"] = text => agent.SsoSignInAsync("up", text),
            ["SsoSignInAsync Path?"] = text => agent.SsoSignInAsync("up", "x", new SsoOptions { Path = text }),
            ["SsoUrl product"] = text => agent.SsoUrl(text, "x"),
            ["SsoUrl customerAccountCode"] = text => agent.SsoUrl("up", text),
            ["SsoUrl redirectUri?"] = text => agent.SsoUrl("up", "x", SsoResponse.Code, text),
            ["FetchProduct product"] = text => agent.FetchProduct(text),
            ["FetchProductAsync product"] = text => agent.FetchProductAsync(text),
            ["Activate product"] = text => agent.Activate(text, user),
            ["ActivateAsync product"] = text => agent.ActivateAsync(text, user),
            ["OpenActivation product"] = text => agent.OpenActivation(text),
            ["RequestTrial product"] = text => agent.RequestTrial(text),
            ["RequestTrial email?"] = text => agent.RequestTrial("up", text),
            ["RequestTrialAsync product"] = text => agent.RequestTrialAsync(text),
            ["RequestTrialAsync email?"] = text => agent.RequestTrialAsync("up", text),
            ["ChangePassword username"] = text => agent.ChangePassword(text, "x", "y"),
            ["ChangePassword password"] = text => agent.ChangePassword("x", text, "y"),
            ["ChangePassword newPassword"] = text => agent.ChangePassword("x", "y", text),
            ["ChangePasswordAsync username"] = text => agent.ChangePasswordAsync(text, "x", "y"),
            ["ChangePasswordAsync password"] = text => agent.ChangePasswordAsync("x", text, "y"),
            ["ChangePasswordAsync newPassword"] = text => agent.ChangePasswordAsync("x", "y", text),
            ["OfflineRequest product"] = text => agent.OfflineRequest(text, user, "x"),
            ["OfflineRequest path"] = text => agent.OfflineRequest("up", user, text),
            ["OfflineActivate product"] = text => agent.OfflineActivate(text, "x"),
            ["OfflineActivate path"] = text => agent.OfflineActivate("up", text),
            ["Activation.Check feature?"] = text => activation.Check(text),
            ["Activation.CheckAsync feature?"] = text => activation.CheckAsync(text),
            ["Releases environment?"] = text => activation.Releases(text),
            ["Releases channel?"] = text => activation.Releases(null, text),
            ["ReleasesAsync environment?"] = text => activation.ReleasesAsync(text),
            ["ReleasesAsync channel?"] = text => activation.ReleasesAsync(null, text),
            ["Release version"] = text => activation.Release(text),
            ["Release environment?"] = text => activation.Release("1.0", text),
            ["Release channel?"] = text => activation.Release("1.0", null, text),
            ["ReleaseAsync version"] = text => activation.ReleaseAsync(text),
            ["ReleaseAsync environment?"] = text => activation.ReleaseAsync("1.0", text),
            ["ReleaseAsync channel?"] = text => activation.ReleaseAsync("1.0", null, text),
            ["SetVariables variables"] = text => activation.SetVariables(Variable("name", text)),
            ["SetVariables variables (name)"] = text => activation.SetVariables(Variable(text, "value")),
            ["SetVariablesAsync variables"] = text => activation.SetVariablesAsync(Variable("name", text)),
            ["OfflineRefresh path"] = text => activation.OfflineRefresh(text),
            ["OfflineDeactivation path"] = text => activation.OfflineDeactivation(text),
            ["Forget username"] = text => agent.Forget(text),
            ["Licenses.Check product"] = text => licenses.Check(text),
            ["Licenses.Check feature?"] = text => licenses.Check("up", text),
            ["UiPath baseUrl"] = text => new UiPath(Sandbox.Shared.Options(), text, "x"),
            ["UiPath accessToken"] = text => new UiPath(Sandbox.Shared.Options(), "x", text),
            ["SetAccessToken accessToken"] = text => suite.SetAccessToken(text),
            ["Allocate accountId"] = text => suite.AllocateUserLicenses(text, new[] { "x" }, new[] { "y" }),
            ["Allocate userIds?"] = text => suite.AllocateUserLicenses("a", new[] { text }, new[] { "y" }),
            ["Allocate bundleCodes?"] = text => suite.AllocateUserLicenses("a", new[] { "x" }, new[] { text }),
            ["options ApiKey?"] = text => With(options => options.ApiKey = text),
            ["options SharedKey?"] = text => With(options => options.SharedKey = text),
            ["options ClientId?"] = text => With(options => options.ClientId = text),
            ["options ClientSecret?"] = text => With(options => options.ClientSecret = text),
            ["options TokenUrl?"] = text => With(options => options.TokenUrl = text),
            ["options BaseUrl?"] = text => With(options => options.BaseUrl = text),
            ["options ResponsePublicKey?"] = text => With(options => options.ResponsePublicKey = text),
            ["options Proxy?"] = text => With(options => options.Proxy = text),
            ["options CaFile?"] = text => With(options => options.CaFile = text),
            ["options PinnedPublicKey?"] = text => With(options => options.PinnedPublicKey = text),
            ["options CacheDirectory?"] = text => With(options => options.CacheDirectory = text),
            ["options DeviceId?"] = text => With(options => options.DeviceId = text),
            ["options AppName?"] = text => With(options => options.AppName = text),
            ["options AppVersion?"] = text => With(options => options.AppVersion = text),
        };
        return uses;
    }

    private static KeyValuePair<string, string>[] Variable(string name, string value) =>
        new[] { new KeyValuePair<string, string>(name, value) };

    private static void With(Action<AgentOptions> change)
    {
        AgentOptions options = Sandbox.Shared.Options();
        change(options);
        new Agent(options).Dispose();
    }
}
