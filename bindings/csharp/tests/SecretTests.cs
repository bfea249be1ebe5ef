using System;
using System.Collections.Concurrent;
using System.Linq;
using LsAgent;

[Tests]
internal static class SecretTests
{
    // Nothing that a message would hold by chance.
    private const string Marked = "xq7-marked-secret";

    public static void No_secret_is_in_what_is_printed()
    {
        var lines = new ConcurrentQueue<string>();
        AgentOptions options = Sandbox.Shared.Options();
        options.LogLevel = LogLevel.Debug;
        options.Log = (level, line) => lines.Enqueue(line);
        Sandbox.Shared.Fault("{\"fault\": \"echo_query\"}");
        using (var agent = new Agent(options))
        {
            foreach (Credentials credentials in new[]
            {
                Credentials.Password(Sandbox.Email, Marked),
                Credentials.IdToken(Marked, "acme"),
                Credentials.Code(Marked, "acme"),
            })
            {
                Lacks(credentials.ToString());
                Lacks(FieldsOf(credentials));
                LicensingException error = AnyFailure(() => agent.Check("up", credentials, null, Policy.NetworkOnly));
                Lacks(error.ToString());
                Lacks(string.Concat(error.Data.Values.Cast<object>()));
                credentials.Dispose();
            }
        }
        Assert.True(lines.Count > 0, "something was logged");
        lines.ToList().ForEach(Lacks);
    }

    public static void No_key_is_in_what_is_printed()
    {
        AgentOptions options = Sandbox.Shared.Options();
        options.ApiKey = Marked + "\u00e9";
        options.SharedKey = Marked;
        options.Proxy = "http://user:" + Marked + "@";
        Lacks(options.ToString());
        Lacks(Assert.Throws<InvalidArgumentException>(() => new Agent(options)).ToString());
        using (var suite = new UiPath(Sandbox.Shared.Options(), Sandbox.Shared.BaseUrl, Marked))
        {
            Lacks(suite.ToString());
            Lacks(AnyFailure(() => suite.AllocateUserLicenses("a", new[] { "b" }, new[] { "ATTUNU" })).ToString());
            Lacks(Assert.Throws<InvalidArgumentException>(() => suite.SetAccessToken(Marked + "\u00e9")).ToString());
        }
    }

    public static void Disposed_credentials_hold_no_secret_any_more()
    {
        Credentials credentials = Credentials.Password(Sandbox.Email, Marked);
        Assert.True(Bytes(credentials).Any(value => value != 0), "they held it");
        byte[] bytes = Bytes(credentials);
        credentials.Dispose();
        Assert.True(bytes.All(value => value == 0), "overwritten");
    }

    private static byte[] Bytes(Credentials credentials)
    {
        const System.Reflection.BindingFlags Hidden =
            System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance;
        var texts = (Array)typeof(Credentials).GetField("texts", Hidden).GetValue(credentials);
        object password = texts.GetValue(1);
        return (byte[])password.GetType().GetProperty("Bytes", Hidden).GetValue(password);
    }

    private static string FieldsOf(object value) => string.Concat(value.GetType()
        .GetProperties().Select(property => property.GetValue(value)));

    private static void Lacks(string text) => Assert.Lacks(Marked, text);

    private static LicensingException AnyFailure(Action action)
    {
        try
        {
            action();
        }
        catch (LicensingException error)
        {
            return error;
        }
        throw new AssertionException("it did not fail");
    }
}
