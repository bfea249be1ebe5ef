using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LsAgent;

/// <summary>A user who signed in before is asked for nothing; others sign in in the browser.</summary>
internal static class SignInWithBrowser
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length < 2 || arguments.Length > 5)
        {
            Console.Error.WriteLine("Usage: SignInWithBrowser PRODUCT ACCOUNT [Code|Token [PORT [PATH]]]");
            Console.Error.WriteLine("PORT and PATH are those of the registered redirect URI, http://127.0.0.1:PORT/PATH.");
            return 2;
        }
        // An application with a window awaits it in an event of its framework instead.
        return Start(arguments).GetAwaiter().GetResult();
    }

    private static async Task<int> Start(string[] arguments)
    {
        try
        {
            using (var agent = new Agent(Settings()))
            using (var closing = new CancellationTokenSource())
            {
                Console.CancelKeyPress += (sender, pressed) =>
                {
                    pressed.Cancel = true;
                    closing.Cancel();
                };
                using (Licenses licenses = await Stored(agent, arguments[0])
                    ?? await agent.SsoSignInAsync(arguments[0], arguments[1], HowToSignIn(arguments), closing.Token))
                {
                    return Print(licenses);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return 4;
        }
        catch (CredentialsException error)
        {
            Console.Error.WriteLine(error.Code == "access_denied" ? "You have cancelled the sign-in." : error.Message);
            return 1;
        }
        catch (LicensingException error)
        {
            Console.Error.WriteLine($"{error.Status}: {error.Message}");
            return error.IsRetryable ? 3 : 1;
        }
    }

    /// <summary>The stored licenses of the user who signed in last; null if there are none, or too old ones.</summary>
    private static async Task<Licenses> Stored(Agent agent, string product)
    {
        using (Credentials lastUser = Credentials.Remembered())
        {
            try
            {
                return await agent.LicensesAsync(product, lastUser, Policy.CacheOnly);
            }
            catch (StoreException)
            {
                return null;
            }
        }
    }

    private static SsoOptions HowToSignIn(string[] arguments)
    {
        return new SsoOptions
        {
            ResponseType = arguments.Length > 2 ? (SsoResponse)Enum.Parse(typeof(SsoResponse), arguments[2]) : SsoResponse.Code,
            Port = arguments.Length > 3 ? int.Parse(arguments[3]) : 0,
            Path = arguments.Length > 4 ? arguments[4] : null,
            Timeout = TimeSpan.FromMinutes(2),
            Show = url =>
            {
                // The address belongs into the browser, and not into a log.
                Console.WriteLine("Please sign in in your browser.");
                return false;
            },
        };
    }

    private static int Print(Licenses licenses)
    {
        Console.WriteLine($"Licenses: {licenses.Count}, from the {licenses.Source}");
        foreach (License license in licenses)
        {
            Console.WriteLine($"  {license.LicenseType}, for {license.Holder?.Email}");
        }
        return 0;
    }

    private static AgentOptions Settings()
    {
        return new AgentOptions
        {
            // Either a key or an OAuth client.
            ApiKey = Setting("API_KEY"),
            SharedKey = Setting("SHARED_KEY"),
            ClientId = Setting("CLIENT_ID"),
            ClientSecret = Setting("CLIENT_SECRET"),
            // These four are for a test server; leave them out for LicenseSpring's.
            BaseUrl = Setting("BASE_URL"),
            CaFile = Setting("CA_FILE"),
            ResponsePublicKey = Setting("PUBLIC_KEY_FILE") is string file ? File.ReadAllText(file) : null,
            CacheDirectory = Setting("CACHE_DIR"),
        };
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable("LSAGENT_" + name);
}
