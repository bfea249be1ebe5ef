using System;
using System.Threading;
using System.Threading.Tasks;

namespace LsAgent
{
    /// <summary>
    /// A client of the License API for one vendor key. Keep it for as long as the application runs: it keeps
    /// the connection, and the threads that refresh.
    /// </summary>
    /// <remarks>
    /// May be used from any number of threads at once. Several agents live in one process without knowing of
    /// each other.
    ///
    /// <para>Every question about licenses has two forms: one blocks for at most
    /// <see cref="AgentOptions.Timeout"/>, the other returns at once a Task that ends by then. (A sign-in in a
    /// browser takes as long as the person does.) The blocking one must not be used on the thread of a user
    /// interface, unless with <see cref="Policy.CacheOnly"/>. A cancelled token ends the Task soon, as cancelled
    /// with that token; a request under way may still reach the server, and its answer the store.</para>
    ///
    /// <para>A call fails with a <see cref="LicensingException"/>, of the class that belongs to its
    /// <see cref="LicensingException.Status"/>: there is no answer. With
    /// <see cref="Policy.NetworkFirst"/> a failure to reach the server gives the stored answer instead, if this
    /// sign-in had earned it and the offline grace lasts; <see cref="Entitlement.Fallback"/> then says why.
    /// A mistake that can be seen at once (null, a NUL character or half of a surrogate pair in a text, a
    /// disposed object) is an <see cref="ArgumentException"/> or an <see cref="ObjectDisposedException"/>, thrown at the
    /// call, not through the Task.</para>
    /// </remarks>
    public sealed partial class Agent : IDisposable
    {
        private readonly AgentHandle handle;
        private readonly Action<Exception> callbackFailed;

        /// <summary>
        /// Makes an agent. Cheap: no network, no thread. Reads the environment, here and never again. Does not
        /// block.
        /// </summary>
        /// <param name="options">The settings, which are copied.</param>
        /// <exception cref="ArgumentException"><paramref name="options"/> is null, or a text in it holds a NUL
        /// character or half of a surrogate pair.</exception>
        /// <exception cref="ConfigException">A setting is missing or does not go with another; the message says
        /// what to set.</exception>
        /// <exception cref="InvalidArgumentException">A setting was refused; the message says
        /// which.</exception>
        /// <exception cref="DllNotFoundException">The native library is not where the runtime
        /// looks.</exception>
        public Agent(AgentOptions options)
        {
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }
            handle = Configuration.Use(
                options,
                (ConfigHandle config, out AgentHandle agent, out ErrorHandle error) =>
                    NativeMethods.ls_agent_new(config, out agent, out error));
            callbackFailed = options.CallbackFailed;
            handle.CallbackFailed = callbackFailed;
            LiveAgents.Add(handle);
        }

        /// <summary>
        /// How far the server's clock is ahead of this device's (negative: behind); null while the two agree
        /// well enough. The agent learns it when the server refuses a request because of its date. Blocks for no
        /// longer than a file takes to read.
        /// </summary>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public TimeSpan? ClockOffset =>
            NativeMethods.ls_agent_clock_offset(Handle, out long seconds)
                ? Whole.Time(seconds)
                : (TimeSpan?)null;

        // The runtime's own message for a closed handle does not say of what.
        private AgentHandle Handle =>
            handle.IsClosed ? throw LiveAgents.Disposed() : handle;

        /// <summary>
        /// May this user run this product, or this feature of it? The main call, for start-up. Blocks for at
        /// most the time-out; with a stored answer, or <see cref="Policy.CacheOnly"/>, for a file to be read.
        /// </summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="credentials">How the user signs in.</param>
        /// <param name="feature">The code of a feature, up to 1,024 bytes, or null.</param>
        /// <param name="policy">Where the answer may come from. Default: the store, if it has one.</param>
        /// <returns>There is an answer, yes or no.</returns>
        /// <exception cref="LicensingException">There is no answer.</exception>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent or the credentials are disposed.</exception>
        public Entitlement Check(
            string product,
            Credentials credentials,
            string feature = null,
            Policy policy = Policy.CacheFirst) =>
            CheckCall(product, credentials, feature, policy).Wait();

        /// <summary>Like <see cref="Check"/>, without blocking.</summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="credentials">How the user signs in. May be disposed once this has returned.</param>
        /// <param name="feature">The code of a feature, up to 1,024 bytes, or null.</param>
        /// <param name="policy">Where the answer may come from. Default: the store, if it has one.</param>
        /// <param name="cancellationToken">Cancels the call.</param>
        /// <returns>A task that ends as <see cref="Check"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent or the credentials are disposed.</exception>
        public Task<Entitlement> CheckAsync(
            string product,
            Credentials credentials,
            string feature = null,
            Policy policy = Policy.CacheFirst,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            CheckCall(product, credentials, feature, policy).Start(cancellationToken);

        /// <summary>The licenses of a user for a product. Blocks for at most the time-out.</summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="credentials">How the user signs in.</param>
        /// <param name="policy">Where the answer may come from. Default: the server, and the store if
        /// it does not answer in time.</param>
        /// <returns>The licenses; there may be none.</returns>
        /// <exception cref="LicensingException">There is no answer.</exception>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent or the credentials are disposed.</exception>
        public Licenses Licenses(
            string product, Credentials credentials, Policy policy = Policy.NetworkFirst) =>
            LicensesCall(product, credentials, policy).Wait();

        /// <summary>Like <see cref="Licenses"/>, without blocking.</summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="credentials">How the user signs in. May be disposed once this has returned.</param>
        /// <param name="policy">Where the answer may come from. Default: the server, and the store if
        /// it does not answer in time.</param>
        /// <param name="cancellationToken">Cancels the call.</param>
        /// <returns>A task that ends as <see cref="Licenses"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent or the credentials are disposed.</exception>
        public Task<Licenses> LicensesAsync(
            string product,
            Credentials credentials,
            Policy policy = Policy.NetworkFirst,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            LicensesCall(product, credentials, policy).Start(cancellationToken);

        /// <summary>
        /// The users of a customer's licenses for a product. No user signs in: the vendor's key suffices. It is
        /// not paginated: a large customer is one large answer. Blocks for at most the time-out.
        /// </summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="customerEmail">The customer's email, up to 1,024 bytes.</param>
        /// <param name="policy">Where the answer may come from. Default: the server, and the store if
        /// it does not answer in time.</param>
        /// <returns>The users. Their initial passwords are in an answer fresh from the network only.</returns>
        /// <exception cref="LicensingException">There is no answer.</exception>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public LicenseUsers LicenseUsers(
            string product, string customerEmail, Policy policy = Policy.NetworkFirst) =>
            LicenseUsersCall(product, customerEmail, policy).Wait();

        /// <summary>Like <see cref="LicenseUsers"/>, without blocking.</summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="customerEmail">The customer's email, up to 1,024 bytes.</param>
        /// <param name="policy">Where the answer may come from. Default: the server, and the store if
        /// it does not answer in time.</param>
        /// <param name="cancellationToken">Cancels the call.</param>
        /// <returns>A task that ends as <see cref="LicenseUsers"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Task<LicenseUsers> LicenseUsersAsync(
            string product,
            string customerEmail,
            Policy policy = Policy.NetworkFirst,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            LicenseUsersCall(product, customerEmail, policy).Start(cancellationToken);

        /// <summary>
        /// Signs a person in through the identity provider of a customer account, in a browser, and gets their
        /// licenses for a product. The answer is stored: <see cref="Credentials.Remembered"/> then asks without
        /// a browser.
        /// </summary>
        /// <remarks>
        /// The browser comes back to a port of 127.0.0.1, on which the agent listens meanwhile. Blocks for as
        /// long as the person takes, up to <see cref="SsoOptions.Timeout"/>, and for at most twice the time-out
        /// more; nothing ends it earlier. An application with a window takes <see cref="SsoSignInAsync"/>.
        /// </remarks>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="customerAccountCode">The code of the customer account that the identity provider belongs
        /// to, up to 1,024 bytes.</param>
        /// <param name="options">How the person is brought to sign in; null: in the system's browser, by a
        /// code. They are copied.</param>
        /// <returns>The licenses; there may be none.</returns>
        /// <exception cref="NetworkTimeoutException">The person did not finish in time.</exception>
        /// <exception cref="CredentialsException">The sign-in was refused, or cancelled in the browser
        /// (<see cref="LicensingException.Code"/> is "access_denied").</exception>
        /// <exception cref="RefusedException">Any other error of the provider, whose code it has.</exception>
        /// <exception cref="ConfigException">No browser can be opened, the port is taken, or the page
        /// leads back to another address; the message says what to do.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Licenses SsoSignIn(string product, string customerAccountCode, SsoOptions options = null) =>
            SsoSignInCall(product, customerAccountCode, options).Wait();

        /// <summary>Like <see cref="SsoSignIn"/>, without blocking.</summary>
        /// <remarks>
        /// A cancelled token, or <see cref="Dispose"/>, ends it whatever the person does, and closes
        /// the port.
        /// </remarks>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="customerAccountCode">The code of the customer account, up to 1,024 bytes.</param>
        /// <param name="options">How the person is brought to sign in; null: in the system's browser, by a
        /// code. They are copied.</param>
        /// <param name="cancellationToken">Cancels the sign-in.</param>
        /// <returns>A task that ends as <see cref="SsoSignIn"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Task<Licenses> SsoSignInAsync(
            string product,
            string customerAccountCode,
            SsoOptions options = null,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            SsoSignInCall(product, customerAccountCode, options).Start(cancellationToken);

        /// <summary>
        /// The address of the page at which a person signs in, for an application that has a browser of its own
        /// and reads by itself the code or token that it comes back with; then <see cref="Credentials.Code"/> or
        /// <see cref="Credentials.IdToken"/>. Never answered from the store. Blocks for at most the time-out.
        /// </summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="customerAccountCode">The code of the customer account, up to 1,024 bytes.</param>
        /// <param name="responseType">What the provider is to send back.</param>
        /// <param name="redirectUri">Where it is to send the browser, any scheme, up to 1,024 bytes; null: where
        /// the server's first address says.</param>
        /// <returns>The address: https, or http to this device. A state may be added to it.</returns>
        /// <exception cref="ConfigException">No address leads to the redirect URI.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public string SsoUrl(
            string product,
            string customerAccountCode,
            SsoResponse responseType = SsoResponse.Code,
            string redirectUri = null)
        {
            Status status = NativeMethods.ls_sso_url(
                Handle,
                Utf8.Required(product, nameof(product)),
                Utf8.Required(customerAccountCode, nameof(customerAccountCode)),
                (int)responseType,
                Utf8.Optional(redirectUri, nameof(redirectUri)),
                out IntPtr url,
                out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
            return Utf8.Take(url);
        }

        /// <summary>
        /// A product as the licensing service has it. No user signs in, and no license is needed. The server is
        /// asked each time: nothing is stored. Blocks for at most the time-out.
        /// </summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <returns>The product.</returns>
        /// <exception cref="RefusedException">There is no such product (<see cref="LicensingException.Code"/> is
        /// "unknown_product"), or it is refused for another reason.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">The text is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Product FetchProduct(string product) =>
            FetchProduct(Handle, Utf8.Required(product, nameof(product)));

        /// <summary>Like <see cref="FetchProduct(string)"/>, on a thread of the pool.</summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="FetchProduct(string)"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">The text is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Task<Product> FetchProductAsync(
            string product, CancellationToken cancellationToken = default(CancellationToken))
        {
            byte[] productText = Utf8.Required(product, nameof(product));
            AgentHandle agent = Handle;
            return Task.Run(() => FetchProduct(agent, productText), cancellationToken);
        }

        /// <summary>
        /// Removes all that is stored for a user, for every product: the answers that agents with the same
        /// vendor key on this device, for this user of its operating system, have stored, and the password that
        /// <see cref="AgentOptions.Remember"/> saves. Blocks for files to be removed; where passwords are
        /// remembered, for at most the time-out.
        /// </summary>
        /// <param name="username">The email, up to 1,024 bytes. Nothing need be stored.</param>
        /// <exception cref="CacheException">The store cannot be written, or the platform has not removed the
        /// password; the files are removed all the same.</exception>
        /// <exception cref="InvalidArgumentException">The text is empty or too long.</exception>
        /// <exception cref="ArgumentException">The text is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public void Forget(string username)
        {
            Forget(Utf8.Required(username, nameof(username)));
        }

        /// <summary>Removes all that is stored, for every user; otherwise like <see cref="Forget(string)"/>.</summary>
        /// <exception cref="CacheException">The store cannot be written.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public void ForgetAll()
        {
            Forget((byte[])null);
        }

        /// <summary>
        /// Cancels the calls in flight, and waits until no callback is running any more, for so long at most:
        /// for a thread that a callback may be waiting for itself, such as that of a user interface.
        /// </summary>
        /// <param name="timeout">Zero to 49 days.</param>
        /// <returns>Whether no callback is running and none will come, but the one that calls this. If not, this
        /// may be called again.</returns>
        /// <remarks>May be called from within a callback and from any thread. Later calls with this agent fail
        /// as cancelled; it is still to be disposed.</remarks>
        /// <exception cref="ArgumentOutOfRangeException">The time is out of range.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        /// <exception cref="ConfigException">The agent was made before this process was forked
        /// off.</exception>
        public bool Close(TimeSpan timeout)
        {
            uint milliseconds = Whole.Milliseconds(Whole.InMilliseconds(timeout, nameof(timeout)).Value);
            Status status = NativeMethods.ls_agent_close(Handle, milliseconds);
            if (status == Status.Timeout)
            {
                return false;
            }
            LicensingException.ThrowIfFailed(status, new ErrorHandle());
            return true;
        }

        /// <summary>
        /// Frees the agent. Tasks under way end as cancelled; blocking calls under way in other threads
        /// end in their own time, and the agent is freed after them. Results stay valid. Blocks for as long as a
        /// callback of another thread runs, and beyond that for 500 ms at most. May be called from within a
        /// callback, more than once, and from any thread.
        /// </summary>
        /// <remarks>
        /// An agent that was not disposed is freed by the garbage collector, or when the process or its
        /// application domain ends: calls are begun in vain from then on.
        /// </remarks>
        public void Dispose()
        {
            handle.Dispose();
        }

        private Call<EntitlementHandle, Entitlement> CheckCall(
            string product, Credentials credentials, string feature, Policy policy)
        {
            byte[] productText = Utf8.Required(product, nameof(product));
            byte[] featureText = Utf8.Optional(feature, nameof(feature));
            AgentHandle agent = Handle;
            CredentialsHandle signIn = Credentials.Open(credentials, nameof(credentials));
            return new Call<EntitlementHandle, Entitlement>(
                agent,
                result => new Entitlement(result),
                (out EntitlementHandle result, out ErrorHandle error) => NativeMethods.ls_check(
                    agent, productText, featureText, signIn, (int)policy, out result, out error),
                (IntPtr key, out TaskHandle task, out ErrorHandle error) => NativeMethods.ls_check_start(
                    agent, productText, featureText, signIn, (int)policy, PendingCall.OnEntitlement, key,
                    out task, out error))
            {
                Argument = signIn,
            };
        }

        private Call<LicensesHandle, Licenses> LicensesCall(
            string product, Credentials credentials, Policy policy)
        {
            byte[] productText = Utf8.Required(product, nameof(product));
            AgentHandle agent = Handle;
            CredentialsHandle signIn = Credentials.Open(credentials, nameof(credentials));
            return new Call<LicensesHandle, Licenses>(
                agent,
                result => new Licenses(result),
                (out LicensesHandle result, out ErrorHandle error) => NativeMethods.ls_user_licenses(
                    agent, productText, signIn, (int)policy, out result, out error),
                (IntPtr key, out TaskHandle task, out ErrorHandle error) => NativeMethods.ls_user_licenses_start(
                    agent, productText, signIn, (int)policy, PendingCall.OnLicenses, key, out task, out error))
            {
                Argument = signIn,
            };
        }

        private Call<LicenseUsersHandle, LicenseUsers> LicenseUsersCall(
            string product, string customerEmail, Policy policy)
        {
            byte[] productText = Utf8.Required(product, nameof(product));
            byte[] customerText = Utf8.Required(customerEmail, nameof(customerEmail));
            AgentHandle agent = Handle;
            return new Call<LicenseUsersHandle, LicenseUsers>(
                agent,
                result => new LicenseUsers(result),
                (out LicenseUsersHandle result, out ErrorHandle error) => NativeMethods.ls_customer_license_users(
                    agent, productText, customerText, (int)policy, out result, out error),
                (IntPtr key, out TaskHandle task, out ErrorHandle error) =>
                    NativeMethods.ls_customer_license_users_start(
                        agent, productText, customerText, (int)policy, PendingCall.OnLicenseUsers, key,
                        out task, out error));
        }

        private Call<LicensesHandle, Licenses> SsoSignInCall(
            string product, string customerAccountCode, SsoOptions options)
        {
            byte[] productText = Utf8.Required(product, nameof(product));
            byte[] accountText = Utf8.Required(customerAccountCode, nameof(customerAccountCode));
            AgentHandle agent = Handle;
            SsoOptionsHandle how = SsoOptions.Open(options, callbackFailed, agent, out Browser browser);
            return new Call<LicensesHandle, Licenses>(
                agent,
                result => new Licenses(result),
                (out LicensesHandle result, out ErrorHandle error) => NativeMethods.ls_sso_sign_in(
                    agent, productText, accountText, how, out result, out error),
                (IntPtr key, out TaskHandle task, out ErrorHandle error) => NativeMethods.ls_sso_sign_in_start(
                    agent, productText, accountText, how, PendingCall.OnLicenses, key, out task, out error))
            {
                Argument = how,
                Callback = browser,
            };
        }

        private static Product FetchProduct(AgentHandle agent, byte[] product)
        {
            Status status = NativeMethods.ls_fetch_product(
                agent, product, out ProductHandle result, out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
            return new Product(result);
        }

        private void Forget(byte[] username)
        {
            Status status = NativeMethods.ls_agent_forget(Handle, username, out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
        }
    }
}
