// Generated from include/lsagent.h; `make generate` writes it.

namespace LsAgent
{
    internal static class Exceptions
    {
        /// <summary>The exception for what an error says.</summary>
        internal static LicensingException Of(ErrorFields error)
        {
            switch (error.Status)
            {
                case Status.InvalidArgument: return new InvalidArgumentException(error);
                case Status.Config: return new ConfigException(error);
                case Status.Network: return new NetworkException(error);
                case Status.Timeout: return new NetworkTimeoutException(error);
                case Status.Tls: return new TlsException(error);
                case Status.Proxy: return new ProxyException(error);
                case Status.Clock: return new ClockException(error);
                case Status.Response: return new ResponseException(error);
                case Status.Signature: return new SignatureException(error);
                case Status.Mismatch: return new MismatchException(error);
                case Status.ApiKey: return new ApiKeyException(error);
                case Status.Credentials: return new CredentialsException(error);
                case Status.Refused: return new RefusedException(error);
                case Status.RateLimited: return new RateLimitedException(error);
                case Status.Server: return new ServerException(error);
                case Status.NotActivated: return new NotActivatedException(error);
                case Status.ActivationLimit: return new ActivationLimitException(error);
                case Status.NoSeat: return new NoSeatException(error);
                case Status.Quota: return new QuotaException(error);
                case Status.NotAllowed: return new NotAllowedException(error);
                case Status.Uncertain: return new UncertainException(error);
                case Status.NotCached: return new NotCachedException(error);
                case Status.CacheExpired: return new CacheExpiredException(error);
                case Status.Cache: return new CacheException(error);
                case Status.Internal: return new InternalException(error);
                default: return new LicensingException(error);
            }
        }
    }

    /// <summary>An argument is null, empty, too long, not UTF-8 or out of range; the message names
    /// it.</summary>
    /// <remarks><see cref="Status.InvalidArgument"/>.</remarks>
    public sealed class InvalidArgumentException : LicensingException
    {
        internal InvalidArgumentException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>A setting is missing or cannot be used; the message says which.</summary>
    /// <remarks><see cref="Status.Config"/>.</remarks>
    public sealed class ConfigException : LicensingException
    {
        internal ConfigException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The server cannot be reached: name look-up, connection refused, connection
    /// lost.</summary>
    /// <remarks><see cref="Status.Network"/>.</remarks>
    public sealed class NetworkException : ConnectionException
    {
        internal NetworkException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The call did not end within its timeout.</summary>
    /// <remarks><see cref="Status.Timeout"/>.</remarks>
    public sealed class NetworkTimeoutException : ConnectionException
    {
        internal NetworkTimeoutException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>No secure connection: certificate, host name, authority, protocol.</summary>
    /// <remarks><see cref="Status.Tls"/>.</remarks>
    public sealed class TlsException : ConnectionException
    {
        internal TlsException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The proxy refused, or cannot be reached.</summary>
    /// <remarks><see cref="Status.Proxy"/>.</remarks>
    public sealed class ProxyException : ConnectionException
    {
        internal ProxyException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>This device's clock is wrong, or was turned back.</summary>
    /// <remarks><see cref="Status.Clock"/>.</remarks>
    public sealed class ClockException : LicensingException
    {
        internal ClockException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The answer is not a documented one of the API: a captive portal, a gateway's own
    /// JSON, a redirect, a damaged or cut body.</summary>
    /// <remarks><see cref="Status.Response"/>.</remarks>
    public sealed class ResponseException : AnswerException
    {
        internal ResponseException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The answer's signature is missing or wrong.</summary>
    /// <remarks><see cref="Status.Signature"/>.</remarks>
    public sealed class SignatureException : AnswerException
    {
        internal SignatureException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>A genuine answer, but to another question, or for a product of another id than
    /// <see cref="AgentOptions.ProductIds"/> says; UiPath: one that does not repeat what was asked
    /// for.</summary>
    /// <remarks><see cref="Status.Mismatch"/>.</remarks>
    public sealed class MismatchException : AnswerException
    {
        internal MismatchException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The vendor's API key, request signature or OAuth client was refused.</summary>
    /// <remarks><see cref="Status.ApiKey"/>.</remarks>
    public sealed class ApiKeyException : RefusalException
    {
        internal ApiKeyException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>This user's sign-in was refused.</summary>
    /// <remarks><see cref="Status.Credentials"/>.</remarks>
    public sealed class CredentialsException : RefusalException
    {
        internal CredentialsException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The server refused for any other reason; see
    /// <see cref="LicensingException.Code"/>.</summary>
    /// <remarks><see cref="Status.Refused"/>.</remarks>
    public sealed class RefusedException : RefusalException
    {
        internal RefusedException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The server asks for fewer calls.</summary>
    /// <remarks><see cref="Status.RateLimited"/>.</remarks>
    public sealed class RateLimitedException : LicensingException
    {
        internal RateLimitedException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The server has a fault (5xx).</summary>
    /// <remarks><see cref="Status.Server"/>.</remarks>
    public sealed class ServerException : LicensingException
    {
        internal ServerException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>This device holds no activated license of the product, or the server does not know
    /// the device any more: activate.</summary>
    /// <remarks><see cref="Status.NotActivated"/>.</remarks>
    public sealed class NotActivatedException : LicensingException
    {
        internal NotActivatedException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The license is in use on as many devices, or was moved as often, as it may be;
    /// <see cref="LicensingException.Code"/> says which.</summary>
    /// <remarks><see cref="Status.ActivationLimit"/>.</remarks>
    public sealed class ActivationLimitException : LicensingException
    {
        internal ActivationLimitException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>All seats of what floats are taken.</summary>
    /// <remarks><see cref="Status.NoSeat"/>.</remarks>
    public sealed class NoSeatException : LicensingException
    {
        internal NoSeatException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>What may be consumed is used up.</summary>
    /// <remarks><see cref="Status.Quota"/>.</remarks>
    public sealed class QuotaException : LicensingException
    {
        internal QuotaException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The vendor does not allow it: a trial, a borrowing, a seat of what does not
    /// float.</summary>
    /// <remarks><see cref="Status.NotAllowed"/>.</remarks>
    public sealed class NotAllowedException : LicensingException
    {
        internal NotAllowedException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>A change may have reached the server, and whether it did cannot be found out now;
    /// the next call about it finds out first.</summary>
    /// <remarks><see cref="Status.Uncertain"/>.</remarks>
    public sealed class UncertainException : LicensingException
    {
        internal UncertainException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>Nothing usable was ever stored for this question, or the store no longer knows the
    /// newest time it has seen.</summary>
    /// <remarks><see cref="Status.NotCached"/>.</remarks>
    public sealed class NotCachedException : StoreException
    {
        internal NotCachedException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>Something is stored, but it is past the offline grace.</summary>
    /// <remarks><see cref="Status.CacheExpired"/>.</remarks>
    public sealed class CacheExpiredException : StoreException
    {
        internal CacheExpiredException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The store cannot be read or written.</summary>
    /// <remarks><see cref="Status.Cache"/>.</remarks>
    public sealed class CacheException : StoreException
    {
        internal CacheException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>A fault of this library; please report it.</summary>
    /// <remarks><see cref="Status.Internal"/>.</remarks>
    public sealed class InternalException : LicensingException
    {
        internal InternalException(ErrorFields error) : base(error)
        {
        }
    }
}
