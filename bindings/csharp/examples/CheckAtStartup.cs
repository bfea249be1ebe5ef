using System;
using System.IO;
using LsAgent;

/// <summary>The main job: at start-up, may this user run this product, and why?</summary>
internal static class CheckAtStartup
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("Usage: CheckAtStartup PRODUCT USERNAME < PASSWORD");
            return 2;
        }
        var options = new AgentOptions
        {
            ApiKey = Setting("API_KEY"),
            SharedKey = Setting("SHARED_KEY"),
            // These four are for a test server; leave them out for LicenseSpring's.
            BaseUrl = Setting("BASE_URL"),
            CaFile = Setting("CA_FILE"),
            ResponsePublicKey = Setting("PUBLIC_KEY_FILE") is string file ? File.ReadAllText(file) : null,
            CacheDirectory = Setting("CACHE_DIR"),
        };
        try
        {
            using (var agent = new Agent(options))
            using (Credentials user = Credentials.Password(arguments[1], Console.ReadLine() ?? string.Empty))
            using (Entitlement entitlement = agent.Check(arguments[0], user))
            {
                Console.WriteLine(entitlement.IsAllowed ? "Start: yes" : "Start: no");
                Console.WriteLine("  " + entitlement.Message);
                Console.WriteLine($"  {entitlement.Decision}, license {entitlement.License?.Id}, from the {entitlement.Source}");
                return entitlement.IsAllowed ? 0 : 1;
            }
        }
        catch (LicensingException error)
        {
            // There is no answer. The application decides what to do; this one does not start.
            Console.Error.WriteLine($"{error.Status}: {error.Message}");
            return error.IsRetryable ? 3 : 1;
        }
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable("LSAGENT_" + name);
}
