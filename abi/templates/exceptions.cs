
    internal static class Exceptions
    {
        /// <summary>The exception for what an error says.</summary>
        internal static LicensingException Of(ErrorFields error)
        {
            switch (error.Status)
            {
{cases}                default: return new LicensingException(error);
            }
        }
    }
{classes}
