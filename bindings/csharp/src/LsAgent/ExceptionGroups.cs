namespace LsAgent
{
    /// <summary>The server was not reached, or not in time: a network, a time-out, TLS or a proxy.</summary>
    /// <remarks>Abstract: one of the classes that are derived from it is thrown. The answer may be in the store, with another policy.</remarks>
    public abstract class ConnectionException : LicensingException
    {
        internal ConnectionException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>There was an answer, but it cannot be used.</summary>
    /// <remarks>Abstract: one of the classes that are derived from it is thrown.</remarks>
    public abstract class AnswerException : LicensingException
    {
        internal AnswerException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>A definite no of the server.</summary>
    /// <remarks>Abstract: one of the classes that are derived from it is thrown.</remarks>
    public abstract class RefusalException : LicensingException
    {
        internal RefusalException(ErrorFields error) : base(error)
        {
        }
    }

    /// <summary>The store on this device has no answer.</summary>
    /// <remarks>Abstract: one of the classes that are derived from it is thrown.</remarks>
    public abstract class StoreException : LicensingException
    {
        internal StoreException(ErrorFields error) : base(error)
        {
        }
    }
}
