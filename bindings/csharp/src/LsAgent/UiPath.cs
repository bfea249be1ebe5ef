using System;
using System.Collections.Generic;

namespace LsAgent
{
    /// <summary>A client of one UiPath Automation Suite.</summary>
    /// <remarks>May be used from any number of threads at once.</remarks>
    public sealed class UiPath : IDisposable
    {
        private readonly UiPathHandle handle;

        /// <summary>Makes a client. Does not block.</summary>
        /// <param name="options">Timeouts, cap, proxy, CA file, app and log are taken from it; an API key is not
        /// needed.</param>
        /// <param name="baseUrl">Where the suite is: https, or http to a loopback host.</param>
        /// <param name="accessToken">An access token of its identity service, which the application obtains: up
        /// to 65,536 bytes, printable ASCII.</param>
        /// <exception cref="ArgumentException">An argument is null, or a text holds a NUL character or half of
        /// a surrogate pair.</exception>
        /// <exception cref="InvalidArgumentException">A setting or an argument was refused; the message says
        /// which.</exception>
        public UiPath(AgentOptions options, string baseUrl, string accessToken)
        {
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }
            byte[] url = Utf8.Required(baseUrl, nameof(baseUrl));
            using (var token = new Secret(accessToken, nameof(accessToken)))
            {
                byte[] tokenText = token.Bytes;
                handle = Configuration.Use(
                    options,
                    (ConfigHandle config, out UiPathHandle client, out ErrorHandle error) =>
                        NativeMethods.ls_uipath_new(config, url, tokenText, out client, out error));
            }
        }

        private UiPathHandle Handle =>
            handle.IsClosed ? throw new ObjectDisposedException(nameof(UiPath)) : handle;

        /// <summary>Exchanges the access token, for the calls that begin after it. Does not block.</summary>
        /// <param name="accessToken">Up to 65,536 bytes, printable ASCII.</param>
        /// <exception cref="ArgumentException">It is null, or no text.</exception>
        /// <exception cref="InvalidArgumentException">It was refused; the old one stays.</exception>
        /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
        public void SetAccessToken(string accessToken)
        {
            using (var token = new Secret(accessToken, nameof(accessToken)))
            using (var none = new ErrorHandle())
            {
                Status status = NativeMethods.ls_uipath_set_access_token(Handle, token.Bytes);
                LicensingException.ThrowIfFailed(status, none);
            }
        }

        /// <summary>Says by which method licenses are allocated, for the calls that begin after it; the default
        /// is <see cref="UiPathMethod.Auto"/>. Does not block.</summary>
        /// <param name="method">By which.</param>
        /// <exception cref="InvalidArgumentException">It is no value of <see cref="UiPathMethod"/>; the old one
        /// stays.</exception>
        /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
        public void SetMethod(UiPathMethod method)
        {
            using (var none = new ErrorHandle())
            {
                LicensingException.ThrowIfFailed(NativeMethods.ls_uipath_set_method(Handle, (int)method), none);
            }
        }

        /// <summary>
        /// Allocates licenses to users of an organization: every user gets every license. Each user consumes a
        /// unit of each. Blocks for at most the time-out; beside a user interface, use Task.Run.
        /// </summary>
        /// <remarks>
        /// It succeeds only if the answer repeats every asked code for every asked user; otherwise it is a
        /// <see cref="MismatchException"/>, whose message names what is missing. It is a write, and never stored. A
        /// request whose answer was lost is never sent again. After a <see cref="NetworkTimeoutException"/>,
        /// <see cref="NetworkException"/>, <see cref="ResponseException"/>, <see cref="MismatchException"/> or
        /// <see cref="ServerException"/> the licenses may have been allocated; the message says so where it is
        /// possible.
        /// </remarks>
        /// <param name="accountId">The organization's id.</param>
        /// <param name="userIds">1 to 10,000 ids of users, each up to 1,024 bytes.</param>
        /// <param name="bundleCodes">1 to 10,000 codes such as "RPADEVNU", each up to 1,024 bytes.</param>
        /// <param name="useExternalLicense">Whether an external license is used.</param>
        /// <returns>What each user now holds.</returns>
        /// <exception cref="LicensingException">It was refused, or it is not known whether it was done. 401 and
        /// 403 are <see cref="CredentialsException"/>: the token.</exception>
        /// <exception cref="ArgumentException">An argument or an element is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
        public Allocations AllocateUserLicenses(
            string accountId,
            IEnumerable<string> userIds,
            IEnumerable<string> bundleCodes,
            bool useExternalLicense = false)
        {
            byte[] account = Utf8.Required(accountId, nameof(accountId));
            using (var users = new Utf8Array(userIds, nameof(userIds)))
            using (var bundles = new Utf8Array(bundleCodes, nameof(bundleCodes)))
            {
                Status status = NativeMethods.ls_uipath_allocate_user_licenses(
                    Handle,
                    account,
                    users.Pointers,
                    users.Count,
                    bundles.Pointers,
                    bundles.Count,
                    useExternalLicense,
                    out AllocationsHandle allocations,
                    out ErrorHandle error);
                LicensingException.ThrowIfFailed(status, error);
                return new Allocations(allocations);
            }
        }

        /// <summary>Frees the client; calls under way in other threads end in their own time, and it is freed
        /// after them. Results stay valid. Does not block.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }
}
