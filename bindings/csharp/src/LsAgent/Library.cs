namespace LsAgent
{
    /// <summary>The native library that is loaded.</summary>
    public static class Library
    {
        /// <summary>Its version, such as "0.2.0". It should be that of this assembly.</summary>
        public static string Version => Utf8.Read(NativeMethods.ls_version());

        /// <summary>The name of a status in C, such as "LS_ERR_TIMEOUT", as logs and the C manual have
        /// it.</summary>
        /// <param name="status">Any number.</param>
        /// <returns>"unknown status" for a number that is none.</returns>
        public static string StatusName(Status status) =>
            Utf8.Read(NativeMethods.ls_status_name((int)status));
    }
}
