using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using LsAgent;

/// <summary>
/// Carries out one request a line for the scenarios that all languages share, and answers each with a line.
/// It translates and does nothing else. A request that it does not know ends it with exit status 2.
/// </summary>
internal static class ScenarioRunner
{
    private const long TicksPerMillisecond = TimeSpan.TicksPerMillisecond;

    private static AgentOptions settings = new AgentOptions();
    private static Agent agent;
    private static Activation activation;
    private static Seat seat;
    private static SeatEvents events = new SeatEvents();

    private static int Main()
    {
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false, true));
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        try
        {
            for (string line = input.ReadLine(); line != null; line = input.ReadLine())
            {
                output.Write(Answer(new Request(line)) + "\n");
                output.Flush();
            }
            agent?.Dispose();
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return 2;
        }
    }

    private static string Answer(Request request)
    {
        var answer = new Answer(request.Command);
        try
        {
            Dispatch(request, answer);
        }
        catch (LicensingException error)
        {
            answer = new Answer(request.Command);
            answer.Add("status", Library.StatusName(error.Status));
            answer.Add("code", error.Code);
            answer.Add("http_status", error.HttpStatus);
            answer.Add("retryable", error.IsRetryable);
            answer.Add("retry_after", (long?)error.RetryAfter?.TotalSeconds);
            answer.Add("message", error.Message);
        }
        request.MustBeUsedUp();
        return answer.ToString();
    }

    private static void Dispatch(Request request, Answer answer)
    {
        switch (request.Command)
        {
            case "agent":
                NewAgent(request);
                answer.Add("status", "LS_OK");
                break;
            case "check":
                Check(request, answer);
                break;
            case "licenses":
                Licenses(request, answer);
                break;
            case "users":
                Users(request, answer);
                break;
            case "product":
                FetchProduct(request, answer);
                break;
            case "sso_url":
                SsoUrl(request, answer);
                break;
            case "sign_in":
                SignIn(request, answer);
                break;
            case "allocate":
                Allocate(request, answer);
                break;
            case "forget":
                Forget(request);
                answer.Add("status", "LS_OK");
                break;
            default:
                DispatchLife(request, answer);
                break;
        }
    }

    private static void DispatchLife(Request request, Answer answer)
    {
        switch (request.Command)
        {
            case "activate":
                Activate(request, answer);
                break;
            case "open":
                Hold(request, agent.OpenActivation(request.Take("product")), answer);
                break;
            case "offline_activate":
                Hold(request, agent.OfflineActivate(request.Take("product"), request.Take("path")), answer);
                break;
            case "check_activation":
                CheckActivation(request, answer);
                break;
            case "activation_licenses":
                using (Licenses licenses = activation.Licenses())
                {
                    AddLicenses(answer, licenses);
                }
                break;
            case "trial":
                AddTrial(answer, agent.RequestTrial(request.Take("product"), request.Take("email")));
                break;
            case "releases":
                Releases(request, answer);
                break;
            case "release":
                AddRelease(answer, activation.Release(
                    request.Take("version"), request.Take("environment"), request.Take("channel")));
                break;
            case "variables":
                Variables(answer);
                break;
            default:
                DispatchSeats(request, answer);
                break;
        }
    }

    private static void DispatchSeats(Request request, Answer answer)
    {
        switch (request.Command)
        {
            case "acquire_seat":
                AcquireSeat(request, answer);
                break;
            case "seat":
                string heard = events.Until(request.Take("wait_for"));
                AddSeat(answer);
                answer.Add("events", heard);
                break;
            case "borrow":
                Borrow(request, answer);
                break;
            case "balance":
                Balance(request, answer);
                break;
            default:
                DispatchChange(request);
                answer.Add("status", "LS_OK");
                break;
        }
    }

    /// <summary>Calls that bring nothing.</summary>
    private static void DispatchChange(Request request)
    {
        switch (request.Command)
        {
            case "deactivate":
                activation.Deactivate();
                break;
            case "change_password":
                agent.ChangePassword(
                    request.Take("username"), request.Take("password"), request.Take("new_password"));
                break;
            case "set_variables":
                string[] names = request.TakeList("names"), values = request.TakeList("values");
                activation.SetVariables(names.Zip(
                    values, (name, value) => new KeyValuePair<string, string>(name, value)));
                break;
            case "offline_request":
                OfflineRequest(request);
                break;
            case "offline_refresh":
                activation.OfflineRefresh(request.Take("path"));
                break;
            case "offline_deactivation":
                activation.OfflineDeactivation(request.Take("path"));
                break;
            case "release_seat":
                seat.Release();
                break;
            case "free_seat":
                seat.Dispose();
                break;
            case "return_seat":
                activation.ReturnSeat(request.Take("feature"));
                break;
            case "consume":
                activation.Consume(
                    long.Parse(request.Take("amount"), CultureInfo.InvariantCulture), request.Take("feature"));
                break;
            case "sync":
                activation.Sync();
                break;
            default:
                throw new ArgumentException("unknown command " + request.Command);
        }
    }

    private static void NewAgent(Request request)
    {
        string publicKeyFile = request.Take("public_key_file");
        settings = new AgentOptions
        {
            BaseUrl = request.Take("base_url"),
            CaFile = request.Take("ca_file"),
            ResponsePublicKey = publicKeyFile == null ? null : File.ReadAllText(publicKeyFile),
            ApiKey = request.Take("api_key"),
            SharedKey = request.Take("shared_key"),
            CacheDirectory = request.Take("cache_dir"),
            Timeout = request.TakeTime("timeout_ms", TicksPerMillisecond),
            ConnectTimeout = request.TakeTime("connect_timeout_ms", TicksPerMillisecond),
            OfflineGrace = request.TakeTime("offline_grace_seconds", TimeSpan.TicksPerSecond),
            RefreshAfter = request.TakeTime("refresh_after_seconds", TimeSpan.TicksPerSecond),
            CacheEnabled = request.TakeFlag("cache_enabled"),
            Proxy = request.Take("proxy"),
            DeviceId = request.Take("device_id"),
            ClientId = request.Take("client_id"),
            ClientSecret = request.Take("client_secret"),
            TokenUrl = request.Take("token_url"),
            Remember = request.TakeFlag("remember"),
            ReleaseSeats = request.TakeFlag("release_seats"),
            ConsumptionSync = request.TakeTime("consumption_sync_seconds", TimeSpan.TicksPerSecond),
            ConsumptionDelivery = request.TakeDelivery(),
        };
        request.MustBeUsedUp();
        seat?.Dispose();
        seat = null;
        events = new SeatEvents();
        activation?.Dispose();
        activation = null;
        agent?.Dispose();
        agent = null;
        agent = new Agent(settings);
    }

    private static void Check(Request request, Answer answer)
    {
        string product = request.Take("product"), feature = request.Take("feature");
        Policy policy = request.TakePolicy();
        bool background = request.TakeBackground();
        using (Credentials credentials = request.TakeSignIn())
        {
            request.MustBeUsedUp();
            using (Entitlement entitlement = background
                ? agent.CheckAsync(product, credentials, feature, policy).GetAwaiter().GetResult()
                : agent.Check(product, credentials, feature, policy))
            {
                AddEntitlement(answer, entitlement);
            }
        }
    }

    private static void AddEntitlement(Answer answer, Entitlement entitlement)
    {
        answer.Add("status", "LS_OK");
        answer.Add("allowed", entitlement.IsAllowed);
        answer.Add("decision", Names.InC("LS_DECISION_", entitlement.Decision));
        answer.Add("license", entitlement.License?.Id);
        answer.Add("expires_at", entitlement.ExpiresAt?.ToUnixTimeSeconds());
        AddOrigin(answer, entitlement.Source, entitlement.FetchedAt, entitlement.Fallback);
        answer.Add("message", entitlement.Message);
        answer.Add("json", entitlement.ToJson());
    }

    private static void Licenses(Request request, Answer answer)
    {
        string product = request.Take("product");
        Policy policy = request.TakePolicy();
        bool background = request.TakeBackground();
        using (Credentials credentials = request.TakeSignIn())
        {
            request.MustBeUsedUp();
            using (Licenses licenses = background
                ? agent.LicensesAsync(product, credentials, policy).GetAwaiter().GetResult()
                : agent.Licenses(product, credentials, policy))
            {
                AddLicenses(answer, licenses);
            }
        }
    }

    private static void SsoUrl(Request request, Answer answer)
    {
        string product = request.Take("product"), account = request.Take("account");
        SsoResponse response = request.TakeResponseType() ?? throw new ArgumentException("no response_type");
        string redirectUri = request.Take("redirect_uri");
        request.MustBeUsedUp();
        string url = agent.SsoUrl(product, account, response, redirectUri);
        answer.Add("status", "LS_OK");
        answer.Add("url", url);
    }

    private static void SignIn(Request request, Answer answer)
    {
        string product = request.Take("product"), account = request.Take("account");
        string port = request.Take("port");
        bool background = request.TakeBackground();
        var options = new SsoOptions
        {
            Path = request.Take("path"),
            Port = port == null ? 0 : int.Parse(port, CultureInfo.InvariantCulture),
            ResponseType = request.TakeResponseType() ?? SsoResponse.Code,
            Timeout = request.TakeTime("wait_ms", TicksPerMillisecond),
            Show = url => true,
        };
        request.MustBeUsedUp();
        using (Licenses licenses = background
            ? agent.SsoSignInAsync(product, account, options).GetAwaiter().GetResult()
            : agent.SsoSignIn(product, account, options))
        {
            AddLicenses(answer, licenses);
        }
    }

    private static void AddLicenses(Answer answer, Licenses licenses)
    {
        answer.Add("status", "LS_OK");
        answer.Add("count", licenses.Count);
        AddOrigin(answer, licenses.Source, licenses.FetchedAt, licenses.Fallback);
        answer.AddList("ids", licenses.Select(license => Names.OrDash(license.Id)));
        answer.AddList("features", licenses
            .SelectMany(license => license.ProductFeatures)
            .Select(feature => feature.Code ?? "-"));
        answer.AddList("holders", licenses
            .Select(license => license.Holder?.Email)
            .Where(email => email != null));
        answer.Add("json", licenses.ToJson());
        if (licenses.Count > 0)
        {
            AddFields(answer, licenses[0]);
        }
    }

    private static void AddFields(Answer answer, License license)
    {
        answer.Add("fields", string.Join("|", new[]
        {
            license.OrderStoreId ?? "-",
            license.LicenseType ?? "-",
            Names.OrDash(license.ValidityPeriod?.ToUnixTimeSeconds()),
            Names.OrDash(license.StartDate?.ToUnixTimeSeconds()),
            Names.OrDash(license.IsExpired),
            Names.OrDash(license.LicenseEnabled),
            Names.OrDash(license.MaxActivations),
            license.Metadata ?? "-",
        }));
        answer.AddList("custom", license.CustomFields.Select(
            field => $"{field.Name ?? "-"}:{field.DataType ?? "-"}:{field.Value ?? "-"}"));
    }

    private static void Users(Request request, Answer answer)
    {
        string product = request.Take("product"), customer = request.Take("customer");
        Policy policy = request.TakePolicy();
        bool background = request.TakeBackground();
        request.MustBeUsedUp();
        using (LicenseUsers users = background
            ? agent.LicenseUsersAsync(product, customer, policy).GetAwaiter().GetResult()
            : agent.LicenseUsers(product, customer, policy))
        {
            answer.Add("status", "LS_OK");
            answer.Add("count", users.Count);
            AddOrigin(answer, users.Source, users.FetchedAt, users.Fallback);
            answer.Add("customer", users.Customer.Email);
            answer.AddList("emails", users.Select(user => user.Email ?? "-"));
            answer.Add("json", users.ToJson());
        }
    }

    private static void FetchProduct(Request request, Answer answer)
    {
        string name = request.Take("product");
        request.MustBeUsedUp();
        Product product = agent.FetchProduct(name);
        answer.Add("status", "LS_OK");
        answer.Add("product_id", product.ProductId);
        answer.Add("product_name", product.ProductName);
        answer.Add("short_code", product.ShortCode);
        answer.Add("authorization_method", product.AuthorizationMethod);
        answer.Add("metadata", product.Metadata);
        answer.Add("latest_version", product.LatestVersion);
        answer.Add("company_id", product.CompanyId);
        answer.AddList("custom", product.CustomFields.Select(
            field => $"{field.Name ?? "-"}:{field.DefaultValue ?? "-"}"));
    }

    private static void Allocate(Request request, Answer answer)
    {
        string baseUrl = request.Take("base_url"), token = request.Take("token"), account = request.Take("account");
        string[] users = request.TakeList("users"), bundles = request.TakeList("bundles");
        bool external = request.TakeFlag("external") ?? false;
        UiPathMethod? method = request.TakeAllocationMethod();
        request.MustBeUsedUp();
        using (var suite = new UiPath(settings, baseUrl, token))
        {
            if (method != null)
            {
                suite.SetMethod(method.Value);
            }
            Allocate(() => suite.AllocateUserLicenses(account, users, bundles, external), answer);
        }
    }

    private static void Allocate(Func<Allocations> allocate, Answer answer)
    {
        using (Allocations allocations = allocate())
        {
            answer.Add("status", "LS_OK");
            answer.Add("count", allocations.Count);
            answer.AddList("users", allocations.Select(allocation => allocation.UserId ?? "-"));
            answer.Add("json", allocations.ToJson());
        }
    }

    private static void Forget(Request request)
    {
        string username = request.Take("username");
        request.MustBeUsedUp();
        if (username == null)
        {
            agent.ForgetAll();
        }
        else
        {
            agent.Forget(username);
        }
    }

    private static void Activate(Request request, Answer answer)
    {
        string product = request.Take("product");
        long licenseId = request.TakeLicenseId();
        bool background = request.TakeBackground();
        using (Credentials credentials = request.TakeSignIn())
        {
            Hold(
                request,
                background
                    ? agent.ActivateAsync(product, credentials, licenseId).GetAwaiter().GetResult()
                    : agent.Activate(product, credentials, licenseId),
                answer);
        }
    }

    /// <summary>Later calls are about this activation.</summary>
    private static void Hold(Request request, Activation came, Answer answer)
    {
        request.MustBeUsedUp();
        activation?.Dispose();
        activation = came;
        answer.Add("status", "LS_OK");
        answer.Add("hardware_id", came.HardwareId);
        answer.Add("device_id", came.DeviceId);
    }

    private static void CheckActivation(Request request, Answer answer)
    {
        string feature = request.Take("feature");
        Policy policy = request.TakePolicy();
        using (Entitlement entitlement = request.TakeBackground()
            ? activation.CheckAsync(feature, policy).GetAwaiter().GetResult()
            : activation.Check(feature, policy))
        {
            AddEntitlement(answer, entitlement);
        }
    }

    private static void AcquireSeat(Request request, Answer answer)
    {
        string feature = request.Take("feature");
        SeatEvents listening = events;
        Seat came = request.TakeBackground()
            ? activation.AcquireSeatAsync(feature, listening.Hear).GetAwaiter().GetResult()
            : activation.AcquireSeat(feature, listening.Hear);
        seat?.Dispose();
        seat = came;
        AddSeat(answer);
    }

    private static void AddSeat(Answer answer)
    {
        answer.Add("status", "LS_OK");
        answer.Add("held", seat.IsHeld);
        answer.Add("seat_ends", seat.ExpiresAt?.ToUnixTimeSeconds());
    }

    private static void Borrow(Request request, Answer answer)
    {
        string feature = request.Take("feature"), hours = request.Take("hours");
        DateTimeOffset? until = null;
        if (hours != null)
        {
            until = DateTimeOffset.UtcNow.AddHours(int.Parse(hours, CultureInfo.InvariantCulture));
        }
        using (Credentials credentials = request.TakeSignInIfAny())
        {
            DateTimeOffset end = activation.Borrow(feature, until, credentials);
            answer.Add("status", "LS_OK");
            answer.Add("borrowed_until", end.ToUnixTimeSeconds());
        }
    }

    private static void Balance(Request request, Answer answer)
    {
        Balance balance = activation.Balance(request.Take("feature"));
        answer.Add("status", "LS_OK");
        answer.Add("total", balance.Total);
        answer.Add("limit", balance.Limit);
        answer.Add("unsent", balance.Unsent);
        answer.Add("uncertain", balance.Uncertain);
    }

    private static void AddTrial(Answer answer, Trial trial)
    {
        answer.Add("status", "LS_OK");
        answer.Add("license_key", trial.LicenseKey);
        answer.Add("username", trial.Username);
        answer.Add("initial_password", trial.InitialPassword);
        answer.Add("is_new", trial.IsNew == null ? null : Names.OrDash(trial.IsNew));
        answer.Add("days", trial.Days);
    }

    private static void Releases(Request request, Answer answer)
    {
        using (Releases releases = activation.Releases(request.Take("environment"), request.Take("channel")))
        {
            answer.Add("status", "LS_OK");
            answer.Add("count", releases.Count);
            answer.AddList("versions", releases.Select(release => release.Version ?? "-"));
            answer.Add("json", releases.ToJson());
        }
    }

    private static void AddRelease(Answer answer, Release release)
    {
        answer.Add("status", "LS_OK");
        answer.Add("version", release.Version);
        answer.Add("environment", release.Environment);
        answer.Add("requires_version", release.RequiresVersion);
        answer.Add("installation_file", release.InstallationFile);
        answer.Add("hash_md5", release.HashMd5);
    }

    private static void Variables(Answer answer)
    {
        using (Variables variables = activation.Variables())
        {
            answer.Add("status", "LS_OK");
            answer.Add("count", variables.Count);
            answer.AddList("variables", variables.Select(each => $"{each.Name ?? "-"}:{each.Value ?? "-"}"));
        }
    }

    private static void OfflineRequest(Request request)
    {
        string product = request.Take("product"), path = request.Take("path");
        long licenseId = request.TakeLicenseId();
        using (Credentials credentials = request.TakeSignIn())
        {
            agent.OfflineRequest(product, credentials, path, licenseId);
        }
    }

    private static void AddOrigin(
        Answer answer, Source source, DateTimeOffset fetchedAt, LicensingException fallback)
    {
        answer.Add("source", Names.InC("LS_SOURCE_", source));
        answer.Add("fetched_at", fetchedAt.ToUnixTimeSeconds());
        answer.Add("fallback", fallback == null ? null : Library.StatusName(fallback.Status));
    }
}

/// <summary>What becomes of a seat, in the order of the calls.</summary>
internal sealed class SeatEvents
{
    private readonly List<string> heard = new List<string>();

    internal void Hear(SeatEvent seatEvent, LicensingException error)
    {
        string name = Names.InC("", seatEvent);
        lock (heard)
        {
            heard.Add(error == null ? name : name + ":" + Library.StatusName(error.Status));
            Monitor.PulseAll(heard);
        }
    }

    /// <summary>All until now; or, once it has come, until one of that name. Null if there are none.</summary>
    internal string Until(string wanted)
    {
        lock (heard)
        {
            while (wanted != null && !heard.Any(each => each.StartsWith(wanted, StringComparison.Ordinal)))
            {
                if (!Monitor.Wait(heard, TimeSpan.FromMinutes(1)))
                {
                    throw new ArgumentException("has not come: " + wanted);
                }
            }
            return heard.Count == 0 ? null : string.Join(",", heard);
        }
    }
}

/// <summary>A line of standard input.</summary>
internal sealed class Request
{
    private readonly Dictionary<string, string> fields = new Dictionary<string, string>();

    internal Request(string line)
    {
        string[] parts = line.Split('\t');
        Command = parts[0];
        foreach (string part in parts.Skip(1))
        {
            int equals = part.IndexOf('=');
            if (equals < 1)
            {
                throw new ArgumentException("no key=value: " + part);
            }
            fields.Add(part.Substring(0, equals), part.Substring(equals + 1));
        }
    }

    internal string Command { get; }

    internal string Take(string key)
    {
        if (fields.TryGetValue(key, out string value))
        {
            fields.Remove(key);
        }
        return value;
    }

    internal string[] TakeList(string key)
    {
        string value = Take(key);
        return string.IsNullOrEmpty(value) ? new string[0] : value.Split(',');
    }

    internal long TakeLicenseId() => long.Parse(Take("license_id") ?? "0", CultureInfo.InvariantCulture);

    internal TimeSpan? TakeTime(string key, long ticks)
    {
        string value = Take(key);
        return value == null
            ? (TimeSpan?)null
            : new TimeSpan(checked(long.Parse(value, CultureInfo.InvariantCulture) * ticks));
    }

    internal bool? TakeFlag(string key)
    {
        string value = Take(key);
        return value == null ? (bool?)null : bool.Parse(value);
    }

    internal Policy TakePolicy()
    {
        string value = Take("policy");
        switch (value)
        {
            case "network-first": return Policy.NetworkFirst;
            case "cache-first": return Policy.CacheFirst;
            case "network-only": return Policy.NetworkOnly;
            case "cache-only": return Policy.CacheOnly;
            default: throw new ArgumentException("unknown policy " + value);
        }
    }

    internal SsoResponse? TakeResponseType()
    {
        string value = Take("response_type");
        switch (value)
        {
            case null: return null;
            case "code": return SsoResponse.Code;
            case "token": return SsoResponse.Token;
            default: return (SsoResponse)int.Parse(value, CultureInfo.InvariantCulture);
        }
    }

    internal UiPathMethod? TakeAllocationMethod()
    {
        string value = Take("method");
        switch (value)
        {
            case null: return null;
            case "auto": return UiPathMethod.Auto;
            case "post": return UiPathMethod.Post;
            case "put": return UiPathMethod.Put;
            default: throw new ArgumentException("unknown method " + value);
        }
    }

    internal Delivery? TakeDelivery()
    {
        string value = Take("consumption_delivery");
        switch (value)
        {
            case null: return null;
            case "at-most-once": return Delivery.AtMostOnce;
            case "at-least-once": return Delivery.AtLeastOnce;
            default: throw new ArgumentException("unknown delivery " + value);
        }
    }

    internal Credentials TakeSignInIfAny() =>
        fields.ContainsKey("username") || fields.ContainsKey("license_key") ? TakeSignIn() : null;

    internal bool TakeBackground()
    {
        string value = Take("mode");
        switch (value)
        {
            case "call": return false;
            case "background": return true;
            default: throw new ArgumentException("unknown mode " + value);
        }
    }

    internal Credentials TakeSignIn()
    {
        if (fields.ContainsKey("username"))
        {
            return Credentials.Password(Take("username"), Take("password"));
        }
        if (fields.ContainsKey("id_token"))
        {
            return Credentials.IdToken(Take("id_token"), Take("account"));
        }
        if (fields.ContainsKey("code"))
        {
            return Credentials.Code(Take("code"), Take("account"), Take("redirect_uri"));
        }
        if (fields.ContainsKey("license_key"))
        {
            return Credentials.LicenseKey(Take("license_key"));
        }
        string remembered = Take("remembered") ?? throw new ArgumentException("no sign-in");
        return Credentials.Remembered(remembered.Length == 0 ? null : remembered);
    }

    internal void MustBeUsedUp()
    {
        if (fields.Count > 0)
        {
            throw new ArgumentException("unknown keys: " + string.Join(", ", fields.Keys));
        }
    }
}

/// <summary>A line of standard output; what is null is left out.</summary>
internal sealed class Answer
{
    private readonly StringBuilder line;

    internal Answer(string command)
    {
        line = new StringBuilder(command);
    }

    public override string ToString() => line.ToString();

    internal void Add(string key, string value)
    {
        if (value != null)
        {
            line.Append('\t').Append(key).Append('=').Append(value.Replace("\r", "").Replace("\n", ""));
        }
    }

    internal void Add(string key, long? value) => Add(key, value?.ToString(CultureInfo.InvariantCulture));

    internal void Add(string key, bool value) => Add(key, Names.OrDash(value));

    internal void AddList(string key, IEnumerable<string> values)
    {
        string joined = string.Join(",", values);
        Add(key, joined.Length == 0 ? null : joined);
    }
}

/// <summary>Values as the scenarios write them.</summary>
internal static class Names
{
    /// <summary>"LS_SOURCE_CACHE" of Source.Cache.</summary>
    internal static string InC(string prefix, Enum value)
    {
        return prefix + string.Concat(value.ToString().Select(
            (letter, i) => i > 0 && char.IsUpper(letter) ? "_" + letter : char.ToUpperInvariant(letter).ToString()));
    }

    internal static string OrDash(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    internal static string OrDash(bool? value) => value == null ? "-" : value.Value ? "true" : "false";
}
