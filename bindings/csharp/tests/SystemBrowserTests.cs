using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using LsAgent;

/// <summary>The system's browser, where the application does not show the page: never the user's own.</summary>
[Tests]
internal static class SystemBrowserTests
{
    public static void It_opens_what_the_application_does_not_show() => Play("It_opens_what_the_application_does_not_show");

    public static void It_opens_the_page_when_Show_throws() => Play("It_opens_the_page_when_Show_throws");

    public static void It_may_be_missing() => Surroundings.Play(
        "SystemBrowserStories.It_may_be_missing", new Dictionary<string, string> { ["PATH"] = "/nowhere" });

    private static void Play(string story)
    {
        // Tells the address to whoever listens on the port, and what else it was given.
        string folder = Surroundings.WithProgram(
            "xdg-open", "#!/bin/bash\nprintf '%s\\n' \"$@\" >\"/dev/tcp/127.0.0.1/$LSAGENT_TEST_PORT\"\n");
        var notified = new TcpListener(IPAddress.Loopback, 0);
        notified.Start();
        int port = ((IPEndPoint)notified.LocalEndpoint).Port;
        Task<string> person = Task.Run(() =>
        {
            using (TcpClient opener = notified.AcceptTcpClient())
            using (var reader = new StreamReader(opener.GetStream()))
            {
                string[] given = reader.ReadToEnd().TrimEnd('\n').Split('\n');
                Assert.Equal(1, given.Length);
                return ScriptedBrowser.SignIn(given[0]);
            }
        });
        Surroundings.Play("SystemBrowserStories." + story, new Dictionary<string, string>
        {
            ["PATH"] = folder + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["LSAGENT_TEST_PORT"] = port.ToString(),
        });
        Assert.Ends(person.Wait(Assert.Patience), "the person");
        Assert.Contains("Sign-in received", person.Result);
        notified.Stop();
    }
}

[Stories]
internal static class SystemBrowserStories
{
    public static void It_opens_what_the_application_does_not_show()
    {
        using (var scene = new SsoScene())
        {
            int asked = 0;
            scene.Options.Show = url =>
            {
                asked++;
                return false;
            };
            scene.Agent.SsoSignIn("up", "acme", scene.Options).Dispose();
            Assert.Equal(1, asked);
        }
    }

    public static void It_opens_the_page_when_Show_throws()
    {
        Exception seen = null;
        using (var scene = new SsoScene(failed: exception => seen = exception))
        {
            scene.Options.Show = Throw;
            using (Licenses licenses = scene.Agent.SsoSignInAsync("up", "acme", scene.Options).GetAwaiter().GetResult())
            {
                Assert.Equal(ScriptedBrowser.Person, licenses[0].Holder.Email);
            }
            Assert.Equal("from Show", seen.Message);
        }
    }

    public static void It_may_be_missing()
    {
        int failures = 0;
        using (var scene = new SsoScene(failed: exception =>
        {
            failures++;
            throw exception;
        }))
        {
            scene.Options.Show = Throw;
            foreach (ConfigException error in new[]
            {
                Assert.Throws<ConfigException>(() => scene.Agent.SsoSignIn("up", "acme", scene.Options)),
                Assert.Throws<ConfigException>(scene.Agent.SsoSignInAsync("up", "acme", scene.Options)),
                Assert.Throws<ConfigException>(() => scene.Agent.SsoSignIn("up", "acme")),
            })
            {
                Assert.Contains("no browser can be opened", error.Message);
            }
            Assert.Equal(2, failures);
        }
    }

    private static bool Throw(string url)
    {
        throw new InvalidOperationException("from Show");
    }
}
