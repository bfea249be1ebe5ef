using System;

namespace LsAgent
{
    /// <summary>How a person is brought to sign in; see <see cref="Agent.SsoSignIn"/>.</summary>
    /// <remarks>
    /// They are read by the call they are passed to, and may be changed or forgotten once it has begun. Not
    /// for several threads at once. That call reports a value that is refused:
    /// <see cref="InvalidArgumentException"/> if the native library refuses it,
    /// <see cref="ArgumentException"/> if it is no text.
    /// </remarks>
    public sealed class SsoOptions
    {
        private int port;
        private TimeSpan? timeout;

        /// <summary>The port of 127.0.0.1 to which the identity provider sends the browser back. Default, and
        /// with 0: the system chooses one, which takes a provider that lets any port of http://127.0.0.1 pass
        /// (RFC 8252).</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is not within 0 to 65,535.</exception>
        public int Port
        {
            get => port;
            set => port = value >= 0 && value <= ushort.MaxValue
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), "It is not within 0 to 65,535.");
        }

        /// <summary>The path to which the browser is sent back, as it stands in the redirect URI that the vendor
        /// has registered: beginning with a slash, without query and fragment, up to 1,024 bytes. Default:
        /// "/".</summary>
        public string Path { get; set; }

        /// <summary>What the identity provider sends back. Default: <see cref="SsoResponse.Code"/>.</summary>
        public SsoResponse ResponseType { get; set; }

        /// <summary>How long the person may take: 1 ms to 1 h, rounded up to whole milliseconds. Default: 5
        /// minutes.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is negative or longer than 49 days.</exception>
        public TimeSpan? Timeout
        {
            get => timeout;
            set => timeout = Whole.InMilliseconds(value, nameof(value));
        }

        /// <summary>Whether what the browser brings back must have the state that was sent along. Default:
        /// true. With false a code or a token without one is taken as well, for an identity provider that
        /// loses it: then any web page in the person's browser can sign them in as somebody else
        /// meanwhile.</summary>
        public bool RequireState { get; set; } = true;

        /// <summary>Whether the license server must have signed the address of the page before it is opened.
        /// Default: true. With false an unsigned one is opened as well, for a server that does not sign
        /// it.</summary>
        public bool RequireSignature { get; set; } = true;

        /// <summary>
        /// Shows the page at an address to the person, in a browser window of the application's own, say.
        /// Returns true if the application shows it; with false, and with null here, the system's browser
        /// opens it.
        /// </summary>
        /// <remarks>
        /// It comes once for each sign-in: on the caller's thread in <see cref="Agent.SsoSignIn"/>, on one of the
        /// agent's in <see cref="Agent.SsoSignInAsync"/>. It must return soon and not wait for the person, since
        /// nobody takes the browser back meanwhile: post to the thread of the user interface. An agent that is
        /// disposed meanwhile is freed after it. An exception counts as false, and goes to
        /// <see cref="AgentOptions.CallbackFailed"/>. The address holds nothing that signs anybody in, but
        /// belongs into the browser and not into a log.
        /// </remarks>
        public Func<string, bool> Show { get; set; }

        /// <summary>
        /// The native options, and what shows the page, or null if the system's browser does: to be disposed
        /// when the sign-in is over.
        /// </summary>
        internal static SsoOptionsHandle Open(
            SsoOptions options, Action<Exception> failed, AgentHandle agent, out Browser browser)
        {
            // Before there is anything to dispose, since it may throw.
            byte[] path = Utf8.Optional(options?.Path, nameof(Path));
            browser = options?.Show == null ? null : new Browser(options.Show, failed, agent);
            SsoOptionsHandle handle = NativeMethods.ls_sso_options_new();
            if (options != null)
            {
                options.Apply(handle, path, browser);
            }
            return handle;
        }

        /// <summary>Results of the setters are not looked at, as for a configuration.</summary>
        private void Apply(SsoOptionsHandle handle, byte[] path, Browser browser)
        {
            NativeMethods.ls_sso_options_set_port(handle, (ushort)Port);
            NativeMethods.ls_sso_options_set_require_state(handle, RequireState);
            NativeMethods.ls_sso_options_set_require_signature(handle, RequireSignature);
            NativeMethods.ls_sso_options_set_response_type(handle, (int)ResponseType);
            if (path != null)
            {
                NativeMethods.ls_sso_options_set_path(handle, path);
            }
            if (Timeout is TimeSpan timeout)
            {
                NativeMethods.ls_sso_options_set_timeout_ms(handle, Whole.Milliseconds(timeout));
            }
            if (browser != null)
            {
                NativeMethods.ls_sso_options_set_browser_callback(handle, Browser.OnShow, browser.Key);
            }
        }
    }
}
