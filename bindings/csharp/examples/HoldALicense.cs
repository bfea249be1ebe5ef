using System;
using System.IO;
using LsAgent;

/// <summary>A license that is held on this device: activated once by its key, then opened at each start.</summary>
internal static class HoldALicense
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length < 1 || arguments.Length > 3)
        {
            Console.Error.WriteLine("Usage: HoldALicense PRODUCT [KEY [give-up]]");
            return 2;
        }
        try
        {
            using (var agent = new Agent(Settings()))
            using (Activation activation = Hold(agent, arguments[0], arguments.Length > 1 ? arguments[1] : null))
            using (Entitlement entitlement = activation.Check())
            {
                Console.WriteLine(entitlement.IsAllowed ? "Start: yes" : "Start: no");
                Console.WriteLine("  " + entitlement.Message);
                if (arguments.Length > 2)
                {
                    activation.Deactivate();
                    Console.WriteLine("Another device may use the license now.");
                }
                return entitlement.IsAllowed ? 0 : 1;
            }
        }
        catch (ActivationLimitException)
        {
            Console.Error.WriteLine("The license is in use on another device. Give it up there first.");
            return 1;
        }
        catch (LicensingException error)
        {
            Console.Error.WriteLine($"{error.Status}: {error.Message}");
            return error.IsRetryable ? 3 : 1;
        }
    }

    /// <summary>The license of this device; the first time, the person gives its key.</summary>
    private static Activation Hold(Agent agent, string product, string licenseKey)
    {
        try
        {
            return agent.OpenActivation(product);
        }
        catch (NotActivatedException) when (licenseKey != null)
        {
            using (Credentials key = Credentials.LicenseKey(licenseKey))
            {
                return agent.Activate(product, key);
            }
        }
    }

    private static AgentOptions Settings()
    {
        return new AgentOptions
        {
            ApiKey = Setting("API_KEY"),
            SharedKey = Setting("SHARED_KEY"),
            // These four are for a test server; leave them out for LicenseSpring's.
            BaseUrl = Setting("BASE_URL"),
            CaFile = Setting("CA_FILE"),
            ResponsePublicKey = Setting("PUBLIC_KEY_FILE") is string file ? File.ReadAllText(file) : null,
            CacheDirectory = Setting("CACHE_DIR"),
        };
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable("LSAGENT_" + name);
}
