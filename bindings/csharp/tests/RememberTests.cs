using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using LsAgent;

/// <summary>Passwords that are remembered, where there is no secret store but the sealed one.</summary>
[Tests]
internal static class RememberTests
{
    public static void A_sign_in_is_remembered_until_it_is_forgotten() =>
        Surroundings.Play("RememberStories.A_sign_in_is_remembered_until_it_is_forgotten");

    public static void Nothing_is_remembered_unasked() =>
        Surroundings.Play("RememberStories.Nothing_is_remembered_unasked");

    public static void It_needs_the_store() => Surroundings.Play("RememberStories.It_needs_the_store");
}

[Stories]
internal static class RememberStories
{
    public static void A_sign_in_is_remembered_until_it_is_forgotten()
    {
        AgentOptions options = Sandbox.Shared.Options();
        options.Remember = true;
        using (var agent = new Agent(options))
        using (Credentials user = AnswerTests.User("valid"))
        {
            agent.Check("up", user, null, Policy.NetworkOnly).Dispose();
        }
        // It is kept behind the caller.
        Await(() => Asks(options), "it is remembered");
        foreach (string file in Directory.GetFiles(options.CacheDirectory, "*", SearchOption.AllDirectories))
        {
            string content = Encoding.GetEncoding("iso-8859-1").GetString(File.ReadAllBytes(file));
            Assert.Lacks(Sandbox.Password, content);
        }
        Assert.True(Directory.GetFiles(options.CacheDirectory, "*", SearchOption.AllDirectories).Any(), "there are files");
        using (var agent = new Agent(options))
        {
            agent.Forget(Sandbox.Email);
        }
        Assert.True(!Asks(options), "it is forgotten");
    }

    public static void Nothing_is_remembered_unasked()
    {
        AgentOptions options = Sandbox.Shared.Options();
        using (var agent = new Agent(options))
        using (Credentials user = AnswerTests.User("valid"))
        using (Credentials remembered = Credentials.Remembered())
        {
            agent.Check("up", user, null, Policy.NetworkOnly).Dispose();
            Assert.Throws<InvalidArgumentException>(() => agent.Check("up", remembered, null, Policy.NetworkOnly));
        }
        options.Remember = true;
        Assert.True(!Asks(options), "nothing is remembered");
    }

    public static void It_needs_the_store()
    {
        AgentOptions options = Sandbox.Shared.Options();
        options.Remember = true;
        options.CacheEnabled = false;
        Assert.Throws<ConfigException>(() => new Agent(options));
        options.Remember = false;
        new Agent(options).Dispose();
    }

    /// <summary>Whether the server is asked with what is remembered, by an agent that has just been made.</summary>
    private static bool Asks(AgentOptions options)
    {
        using (var agent = new Agent(options))
        using (Credentials remembered = Credentials.Remembered())
        {
            try
            {
                using (Entitlement entitlement = agent.Check("up", remembered, null, Policy.NetworkOnly))
                {
                    Assert.Equal(Source.Network, entitlement.Source);
                    return entitlement.IsAllowed;
                }
            }
            catch (NotCachedException)
            {
                return false;
            }
        }
    }

    private static void Await(Func<bool> condition, string what)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.Ends(waited.Elapsed < Assert.Patience, "the wait until " + what);
        }
    }
}
