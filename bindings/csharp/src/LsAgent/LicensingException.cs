using System;

namespace LsAgent
{
    /// <summary>
    /// A call failed: nobody knows the answer. There is a class for each <see cref="LsAgent.Status"/>, in
    /// groups that an application treats alike; this class itself for a status that this version of
    /// the assembly does not know.
    /// </summary>
    /// <remarks>
    /// The message is one sentence in English for a log or a support ticket. It holds no credential and no
    /// URL query. A value that is no text (null, a NUL character, half of a surrogate pair) is an
    /// <see cref="ArgumentException"/> before anything is asked.
    /// </remarks>
    public class LicensingException : Exception
    {
        internal LicensingException(ErrorFields error) : base(error.Message)
        {
            Status = error.Status;
            Code = error.Code;
            HttpStatus = error.HttpStatus;
            IsRetryable = error.IsRetryable;
            RetryAfter = error.RetryAfter;
        }

        /// <summary>What kind of failure it is.</summary>
        public Status Status { get; }

        /// <summary>The <c>code</c> of the server's error answer, such as "unknown_product"; null if
        /// it sent none. The License API's pages list them by call.</summary>
        public string Code { get; }

        /// <summary>The HTTP status of the answer, such as 503; null if there was no HTTP answer.</summary>
        public int? HttpStatus { get; }

        /// <summary>Whether the same call may succeed later with nothing changed on this
        /// side.</summary>
        public bool IsRetryable { get; }

        /// <summary>For how long the server asked not to be called again, in whole seconds; null if it did
        /// not ask.</summary>
        public TimeSpan? RetryAfter { get; }

        /// <summary>Frees the error in any case, and throws what it says unless the call succeeded.</summary>
        internal static void ThrowIfFailed(Status status, ErrorHandle error)
        {
            using (error)
            {
                if (status != Status.Ok)
                {
                    if (status == Status.Cancelled)
                    {
                        LiveAgents.HoldAtExit();
                    }
                    throw From(status, error);
                }
            }
        }

        /// <summary>The exception for a failure, whose error is read but not freed.</summary>
        internal static Exception From(Status status, ErrorHandle error)
        {
            ErrorFields fields = error.IsInvalid
                ? ErrorFields.Bare(status)
                : error.Whole.Read(pointer => ErrorFields.Read(pointer));
            return fields.Status == Status.Cancelled
                ? new OperationCanceledException(fields.Message)
                : (Exception)Exceptions.Of(fields);
        }

        /// <summary>The exception for an error that is borrowed; null for NULL.</summary>
        internal static LicensingException Borrowed(IntPtr error)
        {
            return error == IntPtr.Zero ? null : Exceptions.Of(ErrorFields.Read(error));
        }
    }

    /// <summary>What an error of the native library says.</summary>
    internal sealed class ErrorFields
    {
        internal Status Status { get; private set; }

        internal string Message { get; private set; }

        internal string Code { get; private set; }

        internal int? HttpStatus { get; private set; }

        internal bool IsRetryable { get; private set; }

        internal TimeSpan? RetryAfter { get; private set; }

        internal static ErrorFields Read(IntPtr error)
        {
            ushort httpStatus = NativeMethods.ls_error_http_status(error);
            bool hasSeconds = NativeMethods.ls_error_retry_after(error, out long seconds);
            return new ErrorFields
            {
                Status = NativeMethods.ls_error_status(error),
                Message = Utf8.Read(NativeMethods.ls_error_message(error)),
                Code = Utf8.Read(NativeMethods.ls_error_code(error)),
                HttpStatus = httpStatus == 0 ? (int?)null : httpStatus,
                IsRetryable = NativeMethods.ls_error_is_retryable(error),
                RetryAfter = hasSeconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null,
            };
        }

        /// <summary>For a function that gives a status alone.</summary>
        internal static ErrorFields Bare(Status status)
        {
            string name = Utf8.Read(NativeMethods.ls_status_name((int)status));
            return new ErrorFields { Status = status, Message = $"The call failed: {name}." };
        }
    }
}
