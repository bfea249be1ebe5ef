using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LsAgent;

/// <summary>A License API server on this machine, with faults on request; see sandbox/README.md.</summary>
internal sealed class Sandbox : IDisposable
{
    internal const string Email = "valid@example.com";
    internal const string Password = "secret";
    internal const string Product = "up";

    private static readonly Lazy<Sandbox> Only = new Lazy<Sandbox>(() => new Sandbox());
    private static readonly string State = Scratch.Folder();
    private readonly Process process;
    private readonly string ready;
    private bool stopped;

    internal Sandbox(string arguments = "")
    {
        string program = Environment.GetEnvironmentVariable("LSAGENT_SANDBOX")
            ?? throw new InvalidOperationException("LSAGENT_SANDBOX must say where lsagent-sandbox is");
        process = Process.Start(new ProcessStartInfo(
            program, $"--exit-with-stdin --state-dir \"{State}\" {arguments}")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
        ready = process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException(program + " has not started");
    }

    /// <summary>The one that all tests may use which do not stop it.</summary>
    internal static Sandbox Shared => Only.Value;

    internal string BaseUrl => Said("base_url");

    internal string TokenUrl => Said("token_url");

    internal string Token => Said("uipath_token");

    internal static void StopShared()
    {
        if (Only.IsValueCreated)
        {
            Shared.Dispose();
        }
    }

    internal static void ForgetFaults() => Shared.Control("DELETE", "/faults");

    /// <summary>Settings of an agent with a store of its own.</summary>
    internal AgentOptions Options()
    {
        return new AgentOptions
        {
            BaseUrl = BaseUrl,
            CaFile = Said("ca_file"),
            ResponsePublicKey = File.ReadAllText(Said("public_key_file")),
            ApiKey = Said("api_key"),
            SharedKey = Said("shared_key"),
            CacheDirectory = Scratch.Folder(),
            DeviceId = "test",
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    /// <summary>The same, with the vendor's OAuth client in the place of the key.</summary>
    internal AgentOptions ClientOptions(string tokenUrl = null)
    {
        AgentOptions options = Options();
        options.ApiKey = null;
        options.SharedKey = null;
        options.ClientId = Said("client_id");
        options.ClientSecret = Said("client_secret");
        options.TokenUrl = tokenUrl;
        return options;
    }

    internal Agent Agent() => new Agent(Options());

    internal void Fault(string json) => Control("POST", "/faults", json);

    /// <summary>How the identity provider behaves from now on.</summary>
    internal void IdentityProvider(string json) => Control("PUT", "/idp", json);

    /// <summary>The last part of the path of each request, in order.</summary>
    internal string[] Calls() => Regex.Matches(Control("GET", "/requests"), "\"path\":\"[^\"]*?([^/\"]+)\"")
        .Cast<Match>().Select(match => match.Groups[1].Value).ToArray();

    internal void Users(int count) => Control("PUT", "/users", $"{{\"count\": {count}}}");

    internal int Requests() => Regex.Matches(Control("GET", "/requests"), "\"raw_query\"").Count;

    /// <summary>Waits until the server has read a request more than it had.</summary>
    internal void AwaitRequest(int before)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (Requests() <= before)
        {
            Assert.Ends(waited.Elapsed < Assert.Patience, "the wait for a request");
        }
    }

    internal string Control(string method, string path, string body = null)
    {
        WebRequest request = WebRequest.Create(Said("control_url") + path);
        request.Method = method;
        request.Headers["X-Lsagent-Sandbox"] = "1";
        request.Proxy = null;
        if (body != null)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            using (Stream stream = request.GetRequestStream())
            {
                stream.Write(bytes, 0, bytes.Length);
            }
        }
        using (WebResponse response = request.GetResponse())
        using (var reader = new StreamReader(response.GetResponseStream()))
        {
            return reader.ReadToEnd();
        }
    }

    public void Dispose()
    {
        if (stopped)
        {
            return;
        }
        stopped = true;
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Said(string name)
    {
        Match match = Regex.Match(ready, $"\"{name}\":\"([^\"]*)\"");
        return match.Success
            ? match.Groups[1].Value
            : throw new InvalidOperationException($"no {name} in {ready}");
    }
}

/// <summary>Folders that go with the process.</summary>
internal static class Scratch
{
    private static readonly List<string> Folders = new List<string>();

    static Scratch()
    {
        AppDomain.CurrentDomain.ProcessExit += (sender, arguments) =>
        {
            foreach (string folder in Folders)
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, true);
                }
            }
        };
    }

    internal static string Folder()
    {
        string folder = Path.Combine(Path.GetTempPath(), "lsagent-csharp-" + Guid.NewGuid().ToString("N"));
        lock (Folders)
        {
            Folders.Add(folder);
        }
        return folder;
    }
}
