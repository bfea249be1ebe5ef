using System;

namespace LsAgent
{
    /// <summary>An argument or a setting is empty, too long or out of range; the message names it.</summary>
    /// <remarks><see cref="Status.InvalidArgument"/>. What is no text at all (null, a NUL character, half of a surrogate pair) is an <see cref="ArgumentException"/> before anything is asked.</remarks>
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

    /// <summary>The server was not reached, or not in time: a network, a time-out, TLS or a proxy.</summary>
    /// <remarks>Abstract: one of the four below is thrown. The answer may be in the store, with another policy.</remarks>
    public abstract class ConnectionException : LicensingException
    {
        internal ConnectionException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The server cannot be reached: name look-up, connection refused, connection lost.</summary>
    /// <remarks><see cref="Status.Network"/>.</remarks>
    public sealed class NetworkException : ConnectionException
    {
        internal NetworkException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The configured time was up.</summary>
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

    /// <summary>There was an answer, but it cannot be used.</summary>
    /// <remarks>Abstract: one of the three below is thrown.</remarks>
    public abstract class AnswerException : LicensingException
    {
        internal AnswerException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The answer is not the API's JSON: a captive portal, a redirect, a damaged or cut body.</summary>
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

    /// <summary>A genuine answer, but to another question.</summary>
    /// <remarks><see cref="Status.Mismatch"/>.</remarks>
    public sealed class MismatchException : AnswerException
    {
        internal MismatchException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>A definite no of the server.</summary>
    /// <remarks>Abstract: one of the three below is thrown.</remarks>
    public abstract class RefusalException : LicensingException
    {
        internal RefusalException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The vendor's API key or request signature was refused.</summary>
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

    /// <summary>Any other definite no of the server; see <see cref="LicensingException.Code"/>.</summary>
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

    /// <summary>The store on this device has no answer.</summary>
    /// <remarks>Abstract: one of the three below is thrown.</remarks>
    public abstract class StoreException : LicensingException
    {
        internal StoreException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>Nothing usable was ever stored for this question.</summary>
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

    /// <summary>A fault of the native library; please report it.</summary>
    /// <remarks><see cref="Status.Internal"/>.</remarks>
    public sealed class InternalException : LicensingException
    {
        internal InternalException(ErrorFields error) : base(error)
        {
        }
    }
}
