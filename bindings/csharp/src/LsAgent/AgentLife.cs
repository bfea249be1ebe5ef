using System;
using System.Threading;
using System.Threading.Tasks;

namespace LsAgent
{
    // What takes a license into use, and what stands beside that.
    public sealed partial class Agent
    {
        /// <summary>
        /// Takes a license into use on this device: once, when the application is set up; then
        /// <see cref="OpenActivation"/> at each start. It counts as used here until
        /// <see cref="Activation.Deactivate"/>. Blocks for at most the time-out.
        /// </summary>
        /// <remarks>
        /// What is active already is given again, after the server was asked. Another license of the product takes
        /// its place in the store. The request is not repeated once it may have arrived: if its answer is lost, the
        /// server is asked whether it knows this device, and only if that fails too it is an
        /// <see cref="UncertainException"/>; the next call finds out first.
        /// </remarks>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="credentials">The license key, or how the user signs in. They are not stored.</param>
        /// <param name="licenseId">The id of the license; 0 for the only one. A user who has several usable ones has
        /// to say which, as has one who signs in with a code.</param>
        /// <returns>The activation.</returns>
        /// <exception cref="ActivationLimitException">The license is in use on as many devices, or was moved as often,
        /// as it may be; <see cref="LicensingException.Code"/> says which.</exception>
        /// <exception cref="UncertainException">Nobody knows whether it was done.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent or the credentials are disposed.</exception>
        public Activation Activate(string product, Credentials credentials, long licenseId = 0) =>
            ActivateCall(product, credentials, licenseId).Wait();

        /// <summary>Like <see cref="Activate"/>, without blocking. One that is cancelled may have reached the server:
        /// the next one finds out.</summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="credentials">The license key, or how the user signs in. May be disposed once this has
        /// returned.</param>
        /// <param name="licenseId">The id of the license; 0 for the only one.</param>
        /// <param name="cancellationToken">Cancels the call.</param>
        /// <returns>A task that ends as <see cref="Activate"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent or the credentials are disposed.</exception>
        public Task<Activation> ActivateAsync(
            string product,
            Credentials credentials,
            long licenseId = 0,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            ActivateCall(product, credentials, licenseId).Start(cancellationToken);

        /// <summary>
        /// The license of a product that is activated on this device, as it lies in the store: at each start of the
        /// application, before <see cref="Activation.Check"/>. Blocks while a file is read; opens no socket and
        /// starts no thread.
        /// </summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <returns>The activation.</returns>
        /// <exception cref="NotActivatedException">There is none: also where it was activated under another
        /// <see cref="AgentOptions.DeviceId"/>, by another user of the operating system or on another
        /// machine.</exception>
        /// <exception cref="UncertainException">An activation was sent, and nobody has heard what became of
        /// it.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">The product is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Activation OpenActivation(string product)
        {
            AgentHandle agent = Handle;
            Status status = NativeMethods.ls_activation_open(
                agent, Utf8.Required(product, nameof(product)), out ActivationHandle activation,
                out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
            return new Activation(agent, activation);
        }

        /// <summary>
        /// Makes a trial of a product for this device, or gets the one that it has already. It activates nothing:
        /// <see cref="Activate"/> comes after it. The password of a new user is in this answer alone. If the answer is
        /// lost, ask again. Blocks for at most the time-out.
        /// </summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="email">The email of the user who is to have it; null for a key-based product.</param>
        /// <returns>The trial.</returns>
        /// <exception cref="NotAllowedException">The vendor gives no trials of it.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">The product is null, or an argument no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Trial RequestTrial(string product, string email = null) => RequestTrialCall(product, email)();

        /// <summary>Like <see cref="RequestTrial"/>, on a thread of the pool.</summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="email">The email of the user who is to have it; null for a key-based product.</param>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="RequestTrial"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">The product is null, or an argument no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Task<Trial> RequestTrialAsync(
            string product,
            string email = null,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            Task.Run(RequestTrialCall(product, email), cancellationToken);

        /// <summary>
        /// Gives a user another password. A remembered one is replaced, and what the old one had earned for offline
        /// use is the new one's. Blocks for at most the time-out.
        /// </summary>
        /// <param name="username">The email, up to 1,024 bytes.</param>
        /// <param name="password">The password until now, up to 65,536 bytes.</param>
        /// <param name="newPassword">The password from now on, up to 65,536 bytes.</param>
        /// <exception cref="UncertainException">The answer is lost. Sign in with the new password to find out, and do
        /// not simply repeat this.</exception>
        /// <exception cref="LicensingException">Any other failure: the old password is wrong, or the new one does not
        /// do; <see cref="LicensingException.Code"/> says more.</exception>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public void ChangePassword(string username, string password, string newPassword) =>
            ChangePasswordCall(username, password, newPassword)();

        /// <summary>Like <see cref="ChangePassword"/>, on a thread of the pool.</summary>
        /// <param name="username">The email, up to 1,024 bytes.</param>
        /// <param name="password">The password until now, up to 65,536 bytes.</param>
        /// <param name="newPassword">The password from now on, up to 65,536 bytes.</param>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="ChangePassword"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Task ChangePasswordAsync(
            string username,
            string password,
            string newPassword,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            Task.Run(ChangePasswordCall(username, password, newPassword), cancellationToken);

        /// <summary>
        /// Writes a request file, for a device without a network: a person carries it to the vendor's offline portal,
        /// and brings back the answer for <see cref="OfflineActivate"/>. Opens no connection. Blocks while files are
        /// written, and for at most the time-out.
        /// </summary>
        /// <remarks>
        /// <b>The file holds secrets in readable form:</b> the license key, or the user's email and password, and the
        /// vendor's API key or client id. It is readable for this user alone; tell the person to remove it. A file
        /// that is there is replaced. That the vendor's own portal takes these files was not tried.
        /// </remarks>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="credentials">The license key, or the user with a password.</param>
        /// <param name="path">Where the file is written; its folder has to be there.</param>
        /// <param name="licenseId">The id of the license; 0: the portal chooses.</param>
        /// <exception cref="InvalidArgumentException">The file cannot be written, or the credentials are a token or
        /// a code.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent or the credentials are disposed.</exception>
        public void OfflineRequest(string product, Credentials credentials, string path, long licenseId = 0)
        {
            byte[] productText = Utf8.Required(product, nameof(product));
            byte[] pathText = Utf8.Required(path, nameof(path));
            AgentHandle agent = Handle;
            using (CredentialsHandle signIn = Credentials.Open(credentials, nameof(credentials)))
            {
                Status status = NativeMethods.ls_offline_request(
                    agent, productText, signIn, licenseId, pathText, out ErrorHandle error);
                LicensingException.ThrowIfFailed(status, error);
            }
        }

        /// <summary>
        /// Activates a license by the file that answers the last request of this device. Such an activation is
        /// checked from the store without an end; with a policy that asks the server it is asked as usual. Opens no
        /// connection. Blocks while files are read and written.
        /// </summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8.</param>
        /// <param name="path">Where the answer file is; it is left as it is.</param>
        /// <returns>The activation.</returns>
        /// <exception cref="InvalidArgumentException">The file cannot be read.</exception>
        /// <exception cref="ResponseException">It is no answer file.</exception>
        /// <exception cref="SignatureException">It was altered, or somebody else has made it.</exception>
        /// <exception cref="MismatchException">It is for another device, product, holder or request.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">An argument is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The agent is disposed.</exception>
        public Activation OfflineActivate(string product, string path)
        {
            AgentHandle agent = Handle;
            Status status = NativeMethods.ls_offline_activate(
                agent,
                Utf8.Required(product, nameof(product)),
                Utf8.Required(path, nameof(path)),
                out ActivationHandle activation,
                out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
            return new Activation(agent, activation);
        }

        private Call<ActivationHandle, Activation> ActivateCall(
            string product, Credentials credentials, long licenseId)
        {
            byte[] productText = Utf8.Required(product, nameof(product));
            AgentHandle agent = Handle;
            CredentialsHandle signIn = Credentials.Open(credentials, nameof(credentials));
            return new Call<ActivationHandle, Activation>(
                agent,
                result => new Activation(agent, result),
                (out ActivationHandle result, out ErrorHandle error) => NativeMethods.ls_activate(
                    agent, productText, signIn, licenseId, out result, out error),
                (IntPtr key, out TaskHandle task, out ErrorHandle error) => NativeMethods.ls_activate_start(
                    agent, productText, signIn, licenseId, PendingCall.OnActivation, key, out task, out error))
            {
                Argument = signIn,
            };
        }

        // The arguments are read now, and the server is asked when it is called; so below.
        private Func<Trial> RequestTrialCall(string product, string email)
        {
            byte[] productText = Utf8.Required(product, nameof(product));
            byte[] emailText = Utf8.Optional(email, nameof(email));
            AgentHandle agent = Handle;
            return () =>
            {
                Status status = NativeMethods.ls_trial_request(
                    agent, productText, emailText, out TrialHandle trial, out ErrorHandle error);
                LicensingException.ThrowIfFailed(status, error);
                return new Trial(trial);
            };
        }

        private Action ChangePasswordCall(string username, string password, string newPassword)
        {
            byte[] user = Utf8.Required(username, nameof(username));
            AgentHandle agent = Handle;
            // Overwritten at the end of the call, or by their finalizers where it is never made.
            var old = new Secret(password, nameof(password));
            var replacement = new Secret(newPassword, nameof(newPassword));
            return () =>
            {
                using (old)
                using (replacement)
                {
                    Status status = NativeMethods.ls_change_password(
                        agent, user, old.Bytes, replacement.Bytes, out ErrorHandle error);
                    LicensingException.ThrowIfFailed(status, error);
                }
            };
        }
    }
}
