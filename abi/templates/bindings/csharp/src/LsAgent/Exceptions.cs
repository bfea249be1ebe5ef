{% set status = (header.enums|selectattr("name", "eq", "ls_status")|list)[0] %}
{# Statuses that an application treats alike have a parent; see ExceptionGroups.cs. #}
{% set parents = {
    "NETWORK": "Connection", "TIMEOUT": "Connection", "TLS": "Connection", "PROXY": "Connection",
    "RESPONSE": "Answer", "SIGNATURE": "Answer", "MISMATCH": "Answer",
    "API_KEY": "Refusal", "CREDENTIALS": "Refusal", "REFUSED": "Refusal",
    "NOT_CACHED": "Store", "CACHE_EXPIRED": "Store", "CACHE": "Store",
} %}
{# .NET has a TimeoutException of its own, and one for a cancelled call. #}
{% set names = {"TIMEOUT": "NetworkTimeout"} %}
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
            {% for constant in status.constants[1:] if constant.name != "LS_ERR_CANCELLED" %}
            {% set name = constant.name|member("ls_status") %}
                case Status.{{ name|class }}: return new {{ names[name]|default(name|class) }}Exception(error);
            {% endfor %}
                default: return new LicensingException(error);
            }
        }
    }
{% for constant in status.constants[1:] if constant.name != "LS_ERR_CANCELLED" %}
{% set name = constant.name|member("ls_status") %}
{% set class = names[name]|default(name|class) ~ "Exception" %}

{{ ("<summary>" ~ constant.comment|prose("ls_status", "csharp") ~ "</summary>")|wrap("    /// ") }}
    /// <remarks><see cref="Status.{{ name|class }}"/>.</remarks>
    public sealed class {{ class }} : {{ parents[name]|default("Licensing") }}Exception
    {
        internal {{ class }}(ErrorFields error) : base(error)
        {
        }
    }
{% endfor %}
}
