using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LsAgent
{
    /// <summary>
    /// A license that is activated on this device: from <see cref="Agent.Activate"/>,
    /// <see cref="Agent.OpenActivation"/> or <see cref="Agent.OfflineActivate"/>.
    /// </summary>
    /// <remarks>
    /// May be used from any number of threads at once. What becomes of the license lies in the store, so that
    /// all handles of it, in all processes of this device, see the same.
    ///
    /// <para>A call that asks the server blocks for at most <see cref="AgentOptions.Timeout"/>. Once the agent is
    /// disposed, calls end as cancelled. A failure is a <see cref="LicensingException"/>, of the class that belongs
    /// to its <see cref="LicensingException.Status"/>; it is a <see cref="NotActivatedException"/> once the license
    /// was deactivated, or another one of the product was activated.</para>
    /// </remarks>
    public sealed partial class Activation : IDisposable
    {
        // An agent that nobody else holds any more is not collected before its activations.
        private readonly AgentHandle agent;
        private readonly ActivationHandle handle;

        internal Activation(AgentHandle agent, ActivationHandle handle)
        {
            this.agent = agent;
            this.handle = handle;
        }

        /// <summary>
        /// What the licensing service knows this device by: <see cref="AgentOptions.DeviceId"/>, or 64
        /// hexadecimal digits, a hash of the machine's own id. It stays what it was when the license was
        /// activated. Does not block.
        /// </summary>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public string HardwareId => Handle.Whole.Text(NativeMethods.ls_activation_hardware_id);

        /// <summary>The number that the licensing service gave this device; null if it has not said one. Does not
        /// block.</summary>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public long? DeviceId => Handle.Whole.Number(NativeMethods.ls_activation_device_id);

        // The runtime's own message for a closed handle does not say of what.
        private ActivationHandle Handle =>
            handle.IsClosed ? throw new ObjectDisposedException(nameof(Activation)) : handle;

        /// <summary>
        /// May the license on this device be used, or this feature of it? At each start. Blocks for at most the
        /// time-out; with a stored answer, or <see cref="Policy.CacheOnly"/>, for files to be read.
        /// </summary>
        /// <remarks>
        /// A no of the server that speaks of the license is an answer: it is stored, and holds offline, beyond the
        /// offline grace, until a signed answer lifts it. It never takes a floating seat: what floats is
        /// <see cref="Decision.DeniedNoSeat"/> as long as this device holds none.
        /// </remarks>
        /// <param name="feature">The code of a feature, up to 1,024 bytes, or null.</param>
        /// <param name="policy">Where the answer may come from. Default: the store, if it has one.</param>
        /// <returns>There is an answer, yes or no.</returns>
        /// <exception cref="UncertainException">A deactivation did not end, and the server was not asked.</exception>
        /// <exception cref="LicensingException">There is no answer.</exception>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Entitlement Check(string feature = null, Policy policy = Policy.CacheFirst) =>
            CheckCall(feature, policy).Wait();

        /// <summary>Like <see cref="Check"/>, without blocking.</summary>
        /// <param name="feature">The code of a feature, up to 1,024 bytes, or null.</param>
        /// <param name="policy">Where the answer may come from. Default: the store, if it has one.</param>
        /// <param name="cancellationToken">Cancels the call.</param>
        /// <returns>A task that ends as <see cref="Check"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">The feature is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Task<Entitlement> CheckAsync(
            string feature = null,
            Policy policy = Policy.CacheFirst,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            CheckCall(feature, policy).Start(cancellationToken);

        /// <summary>
        /// The license as the server last described it: one, with all its fields. Whether it may be used,
        /// <see cref="Check"/> says. Reads files, and asks nobody.
        /// </summary>
        /// <returns>The license.</returns>
        /// <exception cref="LicensingException">The server has refused it since, or the store has none.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Licenses Licenses()
        {
            Status status = NativeMethods.ls_activation_licenses(
                Handle, out LicensesHandle licenses, out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
            return new Licenses(licenses);
        }

        /// <summary>
        /// Gives up the license on this device: another device may use it then. What was consumed is sent first, and
        /// seats are released. What is stored of it is removed.
        /// A device that the server does not know any more is a success.
        /// </summary>
        /// <exception cref="NetworkException">There is no network, and nothing has changed.</exception>
        /// <exception cref="UncertainException">It cannot be found out whether it was done. A check, or this again,
        /// finds out.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public void Deactivate() => GiveUp(Handle);

        /// <summary>Like <see cref="Deactivate"/>, on a thread of the pool.</summary>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="Deactivate"/> does, or cancelled.</returns>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Task DeactivateAsync(CancellationToken cancellationToken = default(CancellationToken))
        {
            ActivationHandle activation = Handle;
            return Task.Run(() => GiveUp(activation), cancellationToken);
        }

        /// <summary>
        /// The releases of the product that this license may have; there may be none. Of each there are version
        /// and date. The server is asked each time.
        /// </summary>
        /// <param name="environment">Only those for "win", "win32", "win64", "mac", "linux", "linux32" or "linux64";
        /// null for all.</param>
        /// <param name="channel">Only those of a channel; null for all.</param>
        /// <returns>The releases, in the order of the server.</returns>
        /// <exception cref="LicensingException">There is no answer.</exception>
        /// <exception cref="ArgumentException">An argument is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Releases Releases(string environment = null, string channel = null) =>
            ReleasesCall(environment, channel)();

        /// <summary>Like <see cref="Releases"/>, on a thread of the pool.</summary>
        /// <param name="environment">The environment, or null for all.</param>
        /// <param name="channel">The channel, or null for all.</param>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="Releases"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">An argument is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Task<Releases> ReleasesAsync(
            string environment = null,
            string channel = null,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            Task.Run(ReleasesCall(environment, channel), cancellationToken);

        /// <summary>
        /// One release with what the vendor says of its installer. The link is neither opened nor loaded, and MD5
        /// is no proof that the file is the vendor's.
        /// </summary>
        /// <param name="version">The version, as <see cref="Releases"/> has it.</param>
        /// <param name="environment">The environment that it is for; null if there is one only.</param>
        /// <param name="channel">Its channel; null for any.</param>
        /// <returns>The release.</returns>
        /// <exception cref="RefusedException">There is none (<see cref="LicensingException.Code"/> is
        /// "version_not_found").</exception>
        /// <exception cref="LicensingException">There is no answer.</exception>
        /// <exception cref="ArgumentException">An argument is no text, or the version null.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Release Release(string version, string environment = null, string channel = null) =>
            ReleaseCall(version, environment, channel)();

        /// <summary>Like <see cref="Release"/>, on a thread of the pool.</summary>
        /// <param name="version">The version.</param>
        /// <param name="environment">The environment that it is for; null if there is one only.</param>
        /// <param name="channel">Its channel; null for any.</param>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="Release"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">An argument is no text, or the version null.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Task<Release> ReleaseAsync(
            string version,
            string environment = null,
            string channel = null,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            Task.Run(ReleaseCall(version, environment, channel), cancellationToken);

        /// <summary>
        /// Sets variables of this device at the licensing service, where the vendor sees them. A name that is there
        /// already gets the new value; the others stay. No secrets, and seldom. After a failure they may have been
        /// set all the same.
        /// </summary>
        /// <param name="variables">1 to 1,000 names (up to 1,024 bytes each), such as a Dictionary, with their values
        /// (up to 65,536 bytes; they may be empty).</param>
        /// <exception cref="LicensingException">It failed.</exception>
        /// <exception cref="ArgumentException">It is null, or a name or a value is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public void SetVariables(IEnumerable<KeyValuePair<string, string>> variables) =>
            SetVariablesCall(variables)();

        /// <summary>Like <see cref="SetVariables"/>, on a thread of the pool.</summary>
        /// <param name="variables">1 to 1,000 names with their values, which are copied.</param>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="SetVariables"/> does, or cancelled.</returns>
        /// <exception cref="ArgumentException">It is null, or a name or a value is no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Task SetVariablesAsync(
            IEnumerable<KeyValuePair<string, string>> variables,
            CancellationToken cancellationToken = default(CancellationToken)) =>
            Task.Run(SetVariablesCall(variables), cancellationToken);

        /// <summary>The variables of this device; there may be none. The server is asked each time.</summary>
        /// <returns>The variables.</returns>
        /// <exception cref="LicensingException">There is no answer.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Variables Variables() => AskForVariables(Handle);

        /// <summary>Like <see cref="Variables"/>, on a thread of the pool.</summary>
        /// <param name="cancellationToken">Cancels the call if it has not begun yet.</param>
        /// <returns>A task that ends as <see cref="Variables"/> does, or cancelled.</returns>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public Task<Variables> VariablesAsync(CancellationToken cancellationToken = default(CancellationToken))
        {
            ActivationHandle activation = Handle;
            return Task.Run(() => AskForVariables(activation), cancellationToken);
        }

        /// <summary>
        /// Takes in a file with newer facts about the license: a later end, more features. Opens no connection.
        /// </summary>
        /// <param name="path">Where the file is.</param>
        /// <exception cref="RefusedException">The server has refused the license.</exception>
        /// <exception cref="LicensingException">As for <see cref="Agent.OfflineActivate"/>.</exception>
        /// <exception cref="ArgumentException">The path is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public void OfflineRefresh(string path)
        {
            Status status = NativeMethods.ls_offline_refresh(
                Handle, Utf8.Required(path, nameof(path)), out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
        }

        /// <summary>
        /// Gives up the license without a network: writes a request file, which a person carries to the vendor's
        /// offline portal, and forgets the activation. A file that is there is replaced. It holds the license key,
        /// or the user's email without a password, and the vendor's API key or client id, in readable form. After a
        /// failure nothing has changed. Opens no connection.
        /// </summary>
        /// <param name="path">Where the file is written; its folder has to be there.</param>
        /// <exception cref="InvalidArgumentException">The file cannot be written; the message says why.</exception>
        /// <exception cref="LicensingException">Any other failure.</exception>
        /// <exception cref="ArgumentException">The path is null, or no text.</exception>
        /// <exception cref="ObjectDisposedException">The activation is disposed.</exception>
        public void OfflineDeactivation(string path)
        {
            Status status = NativeMethods.ls_offline_deactivation(
                Handle, Utf8.Required(path, nameof(path)), out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
        }

        /// <summary>Frees the handle, and gives nothing up: the license stays activated until
        /// <see cref="Deactivate"/>. Calls under way go on. Does not block.</summary>
        public void Dispose() => handle.Dispose();

        private static void GiveUp(ActivationHandle activation)
        {
            Status status = NativeMethods.ls_activation_deactivate(activation, out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
        }

        private static Variables AskForVariables(ActivationHandle activation)
        {
            Status status = NativeMethods.ls_activation_variables(
                activation, out VariablesHandle variables, out ErrorHandle error);
            LicensingException.ThrowIfFailed(status, error);
            return new Variables(variables);
        }

        private static void Send(ActivationHandle activation, List<string> names, List<string> values)
        {
            using (var nameTexts = new Utf8Array(names, nameof(names)))
            using (var valueTexts = new Utf8Array(values, nameof(values)))
            {
                Status status = NativeMethods.ls_activation_set_variables(
                    activation, nameTexts.Pointers, valueTexts.Pointers, nameTexts.Count, out ErrorHandle error);
                LicensingException.ThrowIfFailed(status, error);
            }
        }

        private Call<EntitlementHandle, Entitlement> CheckCall(string feature, Policy policy)
        {
            byte[] featureText = Utf8.Optional(feature, nameof(feature));
            ActivationHandle activation = Handle;
            return new Call<EntitlementHandle, Entitlement>(
                agent,
                result => new Entitlement(result),
                (out EntitlementHandle result, out ErrorHandle error) => NativeMethods.ls_activation_check(
                    activation, featureText, (int)policy, out result, out error),
                (IntPtr key, out TaskHandle task, out ErrorHandle error) => NativeMethods.ls_activation_check_start(
                    activation, featureText, (int)policy, PendingCall.OnEntitlement, key, out task, out error));
        }

        // The arguments are read now, and the server is asked when it is called; so below.
        private Func<Releases> ReleasesCall(string environment, string channel)
        {
            byte[] environmentText = Utf8.Optional(environment, nameof(environment));
            byte[] channelText = Utf8.Optional(channel, nameof(channel));
            ActivationHandle activation = Handle;
            return () =>
            {
                Status status = NativeMethods.ls_activation_releases(
                    activation, environmentText, channelText, out ReleasesHandle releases, out ErrorHandle error);
                LicensingException.ThrowIfFailed(status, error);
                return new Releases(releases);
            };
        }

        private Func<Release> ReleaseCall(string version, string environment, string channel)
        {
            byte[] versionText = Utf8.Required(version, nameof(version));
            byte[] environmentText = Utf8.Optional(environment, nameof(environment));
            byte[] channelText = Utf8.Optional(channel, nameof(channel));
            ActivationHandle activation = Handle;
            return () =>
            {
                Status status = NativeMethods.ls_activation_release(
                    activation, versionText, environmentText, channelText, out ReleasesHandle releases,
                    out ErrorHandle error);
                LicensingException.ThrowIfFailed(status, error);
                return new Releases(releases)[0];
            };
        }

        private Action SetVariablesCall(IEnumerable<KeyValuePair<string, string>> variables)
        {
            if (variables == null)
            {
                throw new ArgumentNullException(nameof(variables));
            }
            var names = new List<string>();
            var values = new List<string>();
            foreach (KeyValuePair<string, string> variable in variables)
            {
                Utf8.Length(variable.Key, nameof(variables));
                Utf8.Length(variable.Value, nameof(variables));
                names.Add(variable.Key);
                values.Add(variable.Value);
            }
            ActivationHandle activation = Handle;
            return () => Send(activation, names, values);
        }
    }
}
