using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>The settings of an <see cref="Agent"/> or a <see cref="UiPath"/>.</summary>
    /// <remarks>
    /// A setting that is null is left at its default. They are read by the constructor they are passed to, and may
    /// be changed or forgotten after it. Not for several threads at once. That constructor reports a value
    /// that is refused: <see cref="InvalidArgumentException"/> if the native library refuses it,
    /// <see cref="ArgumentException"/> if it is no text.
    /// </remarks>
    public sealed class AgentOptions
    {
        private TimeSpan? timeout;
        private TimeSpan? connectTimeout;
        private long? maxResponseBytes;

        /// <summary>The vendor's API key, printable ASCII, up to 65,536 bytes. An <see cref="Agent"/> needs
        /// it together with <see cref="SharedKey"/>, or else an OAuth client (<see cref="ClientId"/>); with
        /// both or neither its constructor throws a <see cref="ConfigException"/>.</summary>
        public string ApiKey { get; set; }

        /// <summary>The vendor's shared key, up to 65,536 bytes. It signs each request and never
        /// travels.</summary>
        public string SharedKey { get; set; }

        /// <summary>The id of the vendor's OAuth client (grant type "client credentials"), instead of an API
        /// key. Goes with <see cref="ClientSecret"/>. Up to 65,536 bytes.</summary>
        /// <remarks>
        /// Requests then carry an access token, which the first call that needs one obtains, within that
        /// call's time, and which is kept in memory. A client that is refused is an
        /// <see cref="ApiKeyException"/>. The store is sealed with the secret: an application that goes over
        /// from an API key begins with an empty one.
        /// </remarks>
        public string ClientId { get; set; }

        /// <summary>The secret of the OAuth client, up to 65,536 bytes. It goes to the token endpoint and
        /// nowhere else.</summary>
        public string ClientSecret { get; set; }

        /// <summary>Where the agent gets access tokens: https, or http to a loopback host; up to 65,536 bytes.
        /// Default: the license server is asked for it.</summary>
        public string TokenUrl { get; set; }

        /// <summary>Where the License API is. Default: https://api.licensespring.com. Plain http is refused
        /// unless the host is a loopback address.</summary>
        public string BaseUrl { get; set; }

        /// <summary>The RSA key (2048 to 8192 bits) that answers are signed with, as PEM text beginning with
        /// "-----BEGIN PUBLIC KEY-----". Default: the key of LicenseSpring's production
        /// servers.</summary>
        public string ResponsePublicKey { get; set; }

        /// <summary>Which product of the licensing service a short code stands for: the ids, 1 or more, that
        /// the service has given the products. Default: none.</summary>
        /// <remarks>
        /// Short codes are free text, and the default key signs for all customers of the service: without
        /// this, another customer's genuine answer for a product of the same short code would count. With
        /// it, a license of another id, or of none, is a <see cref="MismatchException"/>. With the default
        /// key and no id the log warns once for each agent and product, naming the id of the answer.
        /// </remarks>
        public IDictionary<string, long> ProductIds { get; } = new Dictionary<string, long>();

        /// <summary>How long a call may take in all: 1 ms to 1 h, rounded up to whole milliseconds. Default:
        /// 5 s. It covers name look-up, connection, proxy, TLS, request and answer.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is negative or longer than 49 days.</exception>
        public TimeSpan? Timeout
        {
            get => timeout;
            set => timeout = Whole.InMilliseconds(value, nameof(value));
        }

        /// <summary>How long it may take to set up one connection (TCP, proxy, TLS): 1 ms to 1 h, rounded
        /// up to whole milliseconds. Default: as long as the call may take.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is negative or longer than 49 days.</exception>
        public TimeSpan? ConnectTimeout
        {
            get => connectTimeout;
            set => connectTimeout = Whole.InMilliseconds(value, nameof(value));
        }

        /// <summary>The largest answer that is accepted, in bytes after inflating: 1,024 to 1,073,741,824.
        /// Default: 67,108,864 (64 MiB).</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
        public long? MaxResponseBytes
        {
            get => maxResponseBytes;
            set => maxResponseBytes = value >= 0 || value == null
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), "It is negative.");
        }

        /// <summary>The proxy: http://, https://, socks5:// or socks5h://, with user and password in the URL,
        /// special characters percent-encoded. "" means none. Default: the environment (https_proxy,
        /// HTTPS_PROXY, all_proxy, ALL_PROXY, no_proxy, NO_PROXY); what Windows or .NET are set to is not
        /// read.</summary>
        public string Proxy { get; set; }

        /// <summary>A file of certificates in PEM form, to be trusted instead of the operating system's
        /// store.</summary>
        public string CaFile { get; set; }

        /// <summary>The public keys that the server's certificate may have, in curl's form
        /// ("sha256//…;sha256//…"); they count besides the verified chain. Default: any.</summary>
        public string PinnedPublicKey { get; set; }

        /// <summary>The folder of the store. Default: "lsagent" in the user's local data folder. It is made
        /// when the first answer is stored.</summary>
        public string CacheDirectory { get; set; }

        /// <summary>Whether good answers are stored. Default: true.</summary>
        public bool? CacheEnabled { get; set; }

        /// <summary>Whether the agent saves the password of a sign-in by user name and password, so
        /// that <see cref="Credentials.Remembered"/> also asks the server, as the policy says. Default:
        /// false.</summary>
        /// <remarks>
        /// The password lies where the platform keeps secrets: in the Credential Manager of Windows, the
        /// Keychain of macOS, the Secret Service elsewhere; where there is none, in the sealed store, which
        /// other programs of the same user can open if they know the vendor's key. It stays there until the
        /// server refuses it or <see cref="Agent.Forget(string)"/> removes it. Needs the store: without
        /// <see cref="CacheEnabled"/> the agent's constructor throws a <see cref="ConfigException"/>.
        /// </remarks>
        public bool? Remember { get; set; }

        /// <summary>The same as <see cref="Remember"/>, and where the password may lie: with
        /// <see cref="LsAgent.Remember.PlatformOnly"/> never in a file. Where both are set, this one
        /// counts.</summary>
        public global::LsAgent.Remember? RememberMode { get; set; }

        /// <summary>How old a stored answer may be and still be used, 0 or more, rounded up to whole
        /// seconds. Default: 48 h.</summary>
        public TimeSpan? OfflineGrace { get; set; }

        /// <summary>For <see cref="Policy.CacheFirst"/>: how old an answer may be before it is refreshed
        /// in the background, 0 or more, rounded up to whole seconds. Default: 1 h. It varies by a tenth to
        /// either side from call to call, and the refresh is made at a moment up to as much later, which differs
        /// from device to device. With 0 it is made at each check, at once.</summary>
        public TimeSpan? RefreshAfter { get; set; }

        /// <summary>Whether disposing a <see cref="Seat"/>, and the end of the agent, release what is held. Default:
        /// true; with false a seat ends with its timeout, and <see cref="Seat.Release"/> releases it all the
        /// same.</summary>
        public bool? ReleaseSeats { get; set; }

        /// <summary>How long after <see cref="Activation.Consume"/> what is unsent is sent in the background, 0 or
        /// more, rounded up to whole seconds. Default: a minute. 0: only <see cref="Activation.Sync"/> sends, and
        /// what deactivates.</summary>
        public TimeSpan? ConsumptionSync { get; set; }

        /// <summary>What is done with an amount of which nobody knows whether the server has counted it. Default:
        /// <see cref="Delivery.AtMostOnce"/>.</summary>
        public Delivery? ConsumptionDelivery { get; set; }

        /// <summary>What ties the store to this device, up to 1,024 bytes. Default: the machine's own
        /// id.</summary>
        public string DeviceId { get; set; }

        /// <summary>The application's name, for the User-Agent header: letters, digits and -._+~, up to
        /// 1,024 bytes. Goes with <see cref="AppVersion"/>.</summary>
        public string AppName { get; set; }

        /// <summary>The application's version, for the User-Agent header, like
        /// <see cref="AppName"/>.</summary>
        public string AppVersion { get; set; }

        /// <summary>From which level on lines are logged. Default: <see cref="LsAgent.LogLevel.Warning"/>.</summary>
        public LogLevel LogLevel { get; set; } = LogLevel.Warning;

        /// <summary>
        /// Receives the lines of the log with their level; null: nobody. Lines hold product codes, host
        /// names, statuses and durations; no user, no credential, no URL.
        /// </summary>
        /// <remarks>
        /// It comes on the thread on which the event happened, several threads at once if several are at
        /// work, and must not call the agent. An exception goes to <see cref="CallbackFailed"/>.
        /// </remarks>
        public Action<LogLevel, string> Log { get; set; }

        /// <summary>
        /// Receives the outcome of a request for licenses in the background: a refresh of
        /// <see cref="Policy.CacheFirst"/>, or a request of <see cref="Policy.NetworkFirst"/> that went on
        /// after the store had answered. One that changed nothing is not reported. Null: none is.
        /// </summary>
        /// <remarks>
        /// It comes on a thread of the agent, in turn for each request, and should be brief: post to the
        /// thread of the user interface, without waiting for it. It may dispose the agent. What it throws
        /// goes to <see cref="CallbackFailed"/>.
        /// </remarks>
        public Action<Refresh> Refreshed { get; set; }

        /// <summary>
        /// Receives what <see cref="Log"/>, <see cref="Refreshed"/>, <see cref="SsoOptions.Show"/> or the callback
        /// of a <see cref="Seat"/> has thrown, on the same thread. An exception cannot pass through native code: with null, and where
        /// this one throws too, it is dropped.
        /// </summary>
        public Action<Exception> CallbackFailed { get; set; }
    }

    /// <summary>Durations as the native library takes them.</summary>
    internal static class Whole
    {
        /// <summary>What fits into the native library's 32 bits passes; it judges the rest.</summary>
        internal static TimeSpan? InMilliseconds(TimeSpan? time, string parameter)
        {
            if (time < TimeSpan.Zero || time > TimeSpan.FromMilliseconds(uint.MaxValue))
            {
                throw new ArgumentOutOfRangeException(parameter, "It is negative or longer than 49 days.");
            }
            return time;
        }

        internal static uint Milliseconds(TimeSpan time) =>
            (uint)Up(time.Ticks, TimeSpan.TicksPerMillisecond);

        /// <summary>As much of a number of seconds as a TimeSpan can hold.</summary>
        internal static TimeSpan Time(long seconds)
        {
            const long Most = long.MaxValue / TimeSpan.TicksPerSecond;
            return new TimeSpan(Math.Max(-Most, Math.Min(Most, seconds)) * TimeSpan.TicksPerSecond);
        }

        internal static long Seconds(TimeSpan time) => Up(time.Ticks, TimeSpan.TicksPerSecond);

        private static long Up(long ticks, long unit) => ticks / unit + (ticks % unit > 0 ? 1 : 0);
    }
}
