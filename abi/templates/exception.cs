
{summary}
    /// <remarks><see cref="Status.{status}"/>.</remarks>
    public sealed class {class} : {parent}
    {
        internal {class}(ErrorFields error) : base(error)
        {
        }
    }
