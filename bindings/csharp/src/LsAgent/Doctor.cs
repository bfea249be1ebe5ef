using System;

namespace LsAgent
{
    /// <summary>A step of <see cref="Agent.Doctor"/>.</summary>
    public sealed class DoctorStep
    {
        internal DoctorStep(string name, DoctorStatus status, string sentence, string json)
        {
            Name = name;
            Status = status;
            Sentence = sentence;
            Json = json;
        }

        /// <summary>Its name: "settings", "tls", and so on.</summary>
        public string Name { get; }

        /// <summary>How it went.</summary>
        public DoctorStatus Status { get; }

        /// <summary>What was found, for a person, in English.</summary>
        public string Sentence { get; }

        /// <summary>The step as the report has it.</summary>
        public string Json { get; }
    }

    public sealed partial class Agent
    {
        private static readonly TimeSpan DoctorsTime = TimeSpan.FromSeconds(10);

        /// <summary>
        /// Looks at everything that has to work for an answer, step by step: the settings, the network, the keys, the
        /// store. Blocks for at most <paramref name="timeout"/>, and for the callback.
        /// </summary>
        /// <param name="product">The product's short code, up to 1,024 bytes of UTF-8; null: no sign-in and no
        /// signature is looked at.</param>
        /// <param name="credentials">How the user signs in; null: no sign-in is looked at.</param>
        /// <param name="timeout">For all steps together; null: 10 seconds.</param>
        /// <param name="step">Receives each step when it has been taken, on a thread of the agent; it must not wait for
        /// the thread that called this. Null if nothing is to. Its exceptions go to
        /// <see cref="AgentOptions.CallbackFailed"/>.</param>
        /// <returns>The report as JSON, which docs/doctor-report.schema.json describes. It can be sent to anybody: no
        /// secret, no email, no query and no path is in it.</returns>
        /// <exception cref="InvalidArgumentException">The product is empty or too long, or the time out of
        /// range.</exception>
        /// <exception cref="OperationCanceledException">The agent was closed.</exception>
        /// <exception cref="LicensingException">No thread could be started.</exception>
        /// <exception cref="ArgumentException">The product is no text, or the time negative.</exception>
        /// <exception cref="ObjectDisposedException">The agent or the credentials are disposed.</exception>
        public string Doctor(
            string product = null,
            Credentials credentials = null,
            TimeSpan? timeout = null,
            Action<DoctorStep> step = null)
        {
            byte[] productText = Utf8.Optional(product, nameof(product));
            uint limit = Whole.Milliseconds(
                Whole.InMilliseconds(timeout ?? DoctorsTime, nameof(timeout)).Value);
            using (var steps = new DoctorSteps(step, callbackFailed))
            using (CredentialsHandle signIn = credentials == null
                ? new CredentialsHandle()
                : Credentials.Open(credentials, nameof(credentials)))
            {
                Status status = NativeMethods.ls_doctor(
                    Handle, productText, signIn, limit, step == null ? null : DoctorSteps.OnStep, steps.Key,
                    out IntPtr report, out ErrorHandle error);
                LicensingException.ThrowIfFailed(status, error);
                return Utf8.Take(report);
            }
        }
    }

    /// <summary>Receives the steps of one examination.</summary>
    internal sealed class DoctorSteps : IDisposable
    {
        // Static, hence never collected, however long native code keeps the pointer.
        internal static readonly NativeMethods.DoctorCallback OnStep = Report;

        private readonly Action<DoctorStep> step;
        private readonly Action<Exception> failed;

        internal DoctorSteps(Action<DoctorStep> step, Action<Exception> failed)
        {
            this.step = step;
            this.failed = failed;
            Key = CallbackTable.Add(this);
        }

        internal IntPtr Key { get; }

        public void Dispose() => CallbackTable.Remove(Key);

        [MonoPInvokeCallback(typeof(NativeMethods.DoctorCallback))]
        private static void Report(IntPtr userData, IntPtr name, int status, IntPtr sentence, IntPtr json)
        {
            DoctorSteps steps = CallbackTable.Find<DoctorSteps>(userData);
            try
            {
                steps?.step(new DoctorStep(
                    Utf8.Read(name), (DoctorStatus)status, Utf8.Read(sentence), Utf8.Read(json)));
            }
            catch (Exception exception)
            {
                CallbackTable.Report(steps.failed, exception);
            }
        }
    }
}
