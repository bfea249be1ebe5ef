using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LsAgent;

/// <summary>The start-up of an application with a window: the check runs beside it and can be cancelled.</summary>
internal static class CheckInBackground
{
    // An application with a window has no need of this: see the start-up events of its framework.
    private static int Main(string[] arguments) => Start(arguments).GetAwaiter().GetResult();

    private static async Task<int> Start(string[] arguments)
    {
        var options = new AgentOptions
        {
            ApiKey = Setting("API_KEY"),
            SharedKey = Setting("SHARED_KEY"),
            BaseUrl = Setting("BASE_URL"),
            CaFile = Setting("CA_FILE"),
            ResponsePublicKey = Setting("PUBLIC_KEY_FILE") is string file ? File.ReadAllText(file) : null,
            CacheDirectory = Setting("CACHE_DIR"),
            Log = (level, line) => Console.Error.WriteLine($"{level}: {line}"),
            Refreshed = refresh => Console.Error.WriteLine($"{refresh.Product}: {refresh.Status}"),
            CallbackFailed = exception => Console.Error.WriteLine(exception),
        };
        // In a window, this is a field, disposed when the window closes.
        using (var agent = new Agent(options))
        using (var closing = new CancellationTokenSource())
        using (Credentials user = Credentials.Password(arguments[1], Console.ReadLine() ?? string.Empty))
        {
            try
            {
                using (Entitlement entitlement = await agent.CheckAsync(
                    arguments[0], user, cancellationToken: closing.Token))
                {
                    // Back on the thread of the user interface, if there is one.
                    Console.WriteLine(entitlement.Message);
                    foreach (Feature feature in entitlement.License?.ProductFeatures ?? new Feature[0])
                    {
                        Console.WriteLine($"  {feature.Code}: {feature.ExpiryDate?.ToString("u") ?? "no end"}");
                    }
                    return entitlement.IsAllowed ? 0 : 1;
                }
            }
            catch (OperationCanceledException)
            {
                return 4;
            }
            catch (CredentialsException)
            {
                Console.WriteLine("Wrong user or password.");
                return 1;
            }
            catch (ConnectionException error)
            {
                Console.WriteLine("The license server cannot be reached: " + error.Message);
                return 3;
            }
        }
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable("LSAGENT_" + name);
}
