using System;
using System.Collections.Generic;
using System.Linq;
using LsAgent;

[Tests]
internal static class FailureTests
{
    public static void Each_kind_of_failure_has_its_exception()
    {
        Fails<CredentialsException>("", Status.Credentials, 401, "wrong password", options => { }, "wrong");
        Fails<ServerException>("{\"fault\": \"status\", \"status\": 503}", Status.Server, 503, "503");
        Fails<RateLimitedException>("{\"fault\": \"status\", \"status\": 429}", Status.RateLimited, 429, "429");
        Fails<ResponseException>("{\"fault\": \"html\"}", Status.Response, 200, "a captive portal");
        Fails<SignatureException>(
            "{\"fault\": \"signature\", \"how\": \"missing\"}", Status.Signature, 200, "no signature");
        Fails<MismatchException>(
            "{\"fault\": \"somebody_else\", \"email\": \"trial@example.com\"}", Status.Mismatch, 200, "another");
        Fails<NetworkTimeoutException>(
            "{\"fault\": \"silent\"}", Status.Timeout, null, "silence", options => options.Timeout = TimeSpan.FromMilliseconds(200));
        Fails<TlsException>("", Status.Tls, null, "unknown authority", options => options.CaFile = null);
        Fails<NetworkException>("", Status.Network, null, "nobody", options => options.BaseUrl = "https://127.0.0.1:1");
        Fails<ProxyException>("", Status.Proxy, null, "no proxy", options => options.Proxy = "http://127.0.0.1:1");
        Fails<ConfigException>("", Status.Config, null, "no CA file", options => options.CaFile = "/nowhere");
        Fails<ApiKeyException>("", Status.ApiKey, null, "revoked", options => options.ApiKey = "revoked-api-key");
    }

    private static void Fails<T>(
        string fault, Status status, int? httpStatus, string what, Action<AgentOptions> change = null, string password = "secret")
        where T : LicensingException
    {
        Sandbox.ForgetFaults();
        AgentOptions options = Sandbox.Shared.Options();
        change?.Invoke(options);
        if (fault.Length > 0)
        {
            Sandbox.Shared.Fault(fault);
        }
        using (var agent = new Agent(options))
        using (Credentials user = Credentials.Password(Sandbox.Email, password))
        {
            foreach (T error in new[]
            {
                Assert.Throws<T>(() => agent.Check("up", user, null, Policy.NetworkOnly)),
                Assert.Throws<T>(agent.CheckAsync("up", user, null, Policy.NetworkOnly)),
                Assert.Throws<T>(agent.LicensesAsync("up", user, Policy.NetworkOnly)),
            })
            {
                Assert.Equal(status, error.Status);
                Assert.True(error.Message.Length > 10, what + " has a message");
                if (status != Status.ApiKey)
                {
                    Assert.True(httpStatus == error.HttpStatus, $"{what} has the HTTP status {error.HttpStatus}");
                }
                Assert.Equal(
                    new[] { Status.Network, Status.Timeout, Status.RateLimited, Status.Server }.Contains(status),
                    error.IsRetryable);
            }
        }
    }

    public static void The_code_of_the_server_is_told()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("valid"))
        {
            RefusedException error = Assert.Throws<RefusedException>(() => agent.Check("nothing", user));
            Assert.True(!string.IsNullOrEmpty(error.Code), "a code");
            Assert.True(error.HttpStatus >= 400, "an HTTP status");
            Assert.Contains(error.Code, error.Message);
        }
    }

    public static void Groups_of_failures_can_be_caught_together()
    {
        Assert.Equal(typeof(ConnectionException), typeof(TlsException).BaseType);
        Assert.Equal(typeof(AnswerException), typeof(SignatureException).BaseType);
        Assert.Equal(typeof(RefusalException), typeof(CredentialsException).BaseType);
        Assert.Equal(typeof(StoreException), typeof(NotCachedException).BaseType);
        foreach (Type type in new[] { typeof(ConnectionException), typeof(AnswerException), typeof(RefusalException), typeof(StoreException) })
        {
            Assert.Equal(typeof(LicensingException), type.BaseType);
        }
    }

    public static void Missing_settings_say_what_to_set()
    {
        ConfigException error = Assert.Throws<ConfigException>(() => new Agent(new AgentOptions()));
        Assert.Contains("api_key", error.Message);
    }

    public static void A_refused_setting_is_told_by_the_constructor()
    {
        var wrong = new Dictionary<string, Action<AgentOptions>>
        {
            ["base_url"] = options => options.BaseUrl = "http://example.com",
            ["pem"] = options => options.ResponsePublicKey = "no key",
            ["shared_key"] = options => options.SharedKey = null,
            ["api_key"] = options => options.ApiKey = string.Empty,
            ["timeout_ms"] = options => options.Timeout = TimeSpan.Zero,
            ["connect_timeout_ms"] = options => options.ConnectTimeout = TimeSpan.FromHours(2),
            ["max_response_bytes"] = options => options.MaxResponseBytes = 1,
            ["offline_grace_seconds"] = options => options.OfflineGrace = TimeSpan.FromSeconds(-1),
            ["refresh_after_seconds"] = options => options.RefreshAfter = TimeSpan.FromSeconds(-1),
            ["url"] = options => options.Proxy = "ftp://example.com",
            ["pins"] = options => options.PinnedPublicKey = "sha256//AAAA",
            ["mode"] = options => options.RememberMode = (Remember)7,
            ["device_id"] = options => options.DeviceId = new string('x', 1025),
            ["version"] = options => options.AppName = "name",
            ["level"] = options =>
            {
                options.LogLevel = (LogLevel)7;
                options.Log = (level, line) => { };
            },
        };
        foreach (KeyValuePair<string, Action<AgentOptions>> pair in wrong)
        {
            AgentOptions options = Sandbox.Shared.Options();
            pair.Value(options);
            InvalidArgumentException error = Assert.Throws<InvalidArgumentException>(() => new Agent(options));
            Assert.Contains(pair.Key, error.Message);
        }
    }
}
