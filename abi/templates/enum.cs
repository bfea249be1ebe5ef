
    /// <summary>
{summary}
    /// </summary>
    public enum {name}
    {
{members}    }
