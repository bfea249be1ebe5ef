using System;

namespace LsAgent
{
    /// <summary>How a user signs in, or the license key of a product that has no users.</summary>
    /// <remarks>
    /// May be used for any number of calls, from any number of threads. Its own copy of a secret is
    /// overwritten by <see cref="Dispose"/>, or when the garbage collector comes; the string that it was
    /// made from is the application's, and stays in memory for as long as the runtime likes. A call
    /// under way does not need it any more. Nothing blocks.
    /// </remarks>
    public sealed class Credentials : IDisposable
    {
        private readonly object gate = new object();
        private readonly Func<Secret[], CredentialsHandle> open;
        private readonly Secret[] texts;
        private bool disposed;

        private Credentials(Func<Secret[], CredentialsHandle> open, params Secret[] texts)
        {
            this.open = open;
            this.texts = texts;
        }

        /// <summary>Signs in with the user's email and password.</summary>
        /// <param name="username">The email, up to 1,024 bytes of UTF-8.</param>
        /// <param name="password">The password, up to 65,536 bytes.</param>
        /// <returns>Credentials, to be disposed.</returns>
        /// <exception cref="ArgumentException">A text is null, holds a NUL character or half of a
        /// surrogate pair. The call that uses it reports a text that is empty or too long, as
        /// <see cref="InvalidArgumentException"/>.</exception>
        public static Credentials Password(string username, string password)
        {
            return new Credentials(
                texts => NativeMethods.ls_credentials_new_password(texts[0].Bytes, texts[1].Bytes),
                new Secret(username, nameof(username)),
                new Secret(password, nameof(password)));
        }

        /// <summary>
        /// Signs in with the token of a single sign-on (implicit grant; the API wants the access_token
        /// value).
        /// </summary>
        /// <param name="idToken">The token, up to 65,536 bytes.</param>
        /// <param name="customerAccountCode">The code of the customer account that the provider belongs
        /// to, up to 1,024 bytes.</param>
        /// <returns>Credentials, to be disposed.</returns>
        /// <exception cref="ArgumentException">As for <see cref="Password"/>.</exception>
        public static Credentials IdToken(string idToken, string customerAccountCode)
        {
            return new Credentials(
                texts => NativeMethods.ls_credentials_new_id_token(texts[0].Bytes, texts[1].Bytes),
                new Secret(idToken, nameof(idToken)),
                new Secret(customerAccountCode, nameof(customerAccountCode)));
        }

        /// <summary>
        /// Signs in with the code of a single sign-on (authorization code grant), which is good for one
        /// use: make new credentials for the next sign-in.
        /// </summary>
        /// <param name="code">The code, up to 65,536 bytes.</param>
        /// <param name="customerAccountCode">The code of the customer account, up to 1,024 bytes.</param>
        /// <param name="redirectUri">The redirect URI that the code was issued for, up to 1,024 bytes, or
        /// null.</param>
        /// <returns>Credentials, to be disposed.</returns>
        /// <exception cref="ArgumentException">As for <see cref="Password"/>.</exception>
        public static Credentials Code(
            string code, string customerAccountCode, string redirectUri = null)
        {
            return new Credentials(
                texts => NativeMethods.ls_credentials_new_code(
                    texts[0].Bytes, texts[1].Bytes, texts[2]?.Bytes),
                new Secret(code, nameof(code)),
                new Secret(customerAccountCode, nameof(customerAccountCode)),
                Secret.Optional(redirectUri, nameof(redirectUri)));
        }

        /// <summary>
        /// Holds a license of a product that has no users by its key. For <see cref="Agent.Activate"/> and
        /// <see cref="Agent.OfflineRequest"/> alone: there is no user to sign in.
        /// </summary>
        /// <param name="licenseKey">The license key, up to 1,024 bytes.</param>
        /// <returns>Credentials, to be disposed.</returns>
        /// <exception cref="ArgumentException">As for <see cref="Password"/>.</exception>
        public static Credentials LicenseKey(string licenseKey)
        {
            return new Credentials(
                texts => NativeMethods.ls_credentials_new_license_key(texts[0].Bytes),
                new Secret(licenseKey, nameof(licenseKey)));
        }

        /// <summary>
        /// Asks as a user who signed in on this device before, without holding a secret. Answered from
        /// the store alone, while the offline grace lasts; <see cref="Policy.NetworkOnly"/> is an
        /// <see cref="InvalidArgumentException"/> with it.
        /// </summary>
        /// <remarks>
        /// With <see cref="AgentOptions.Remember"/> the server is asked with the password that is remembered,
        /// as the policy says; where none is, the store answers, and <see cref="Policy.NetworkOnly"/> is a
        /// <see cref="NotCachedException"/>.
        /// </remarks>
        /// <param name="username">The email, up to 1,024 bytes, or null for the user who signed in
        /// last.</param>
        /// <returns>Credentials, to be disposed.</returns>
        /// <exception cref="ArgumentException">As for <see cref="Password"/>.</exception>
        public static Credentials Remembered(string username = null)
        {
            return new Credentials(
                texts => NativeMethods.ls_credentials_new_remembered(texts[0]?.Bytes),
                Secret.Optional(username, nameof(username)));
        }

        /// <summary>Overwrites the secret in memory. Calls under way go on.</summary>
        public void Dispose()
        {
            lock (gate)
            {
                disposed = true;
                foreach (Secret text in texts)
                {
                    text?.Dispose();
                }
            }
        }

        /// <summary>
        /// The native credentials, one for each call, since they belong to one thread at a time.
        /// </summary>
        internal static CredentialsHandle Open(Credentials credentials, string parameter)
        {
            if (credentials == null)
            {
                throw new ArgumentNullException(parameter);
            }
            lock (credentials.gate)
            {
                if (credentials.disposed)
                {
                    throw new ObjectDisposedException(nameof(Credentials));
                }
                CredentialsHandle handle = credentials.open(credentials.texts);
                // Or else the garbage collector may overwrite the texts while they are read.
                GC.KeepAlive(credentials);
                return handle;
            }
        }
    }
}
