// Generated from include/lsagent.h; `make generate` writes it.

namespace LsAgent
{
{% for kind in header.enums %}
{% if not loop.first %}

{% endif %}
    /// <summary>
{{ kind.comment|prose(kind.name, "csharp")|wrap("    /// ") }}
    /// </summary>
    public enum {{ kind.name|class }}
    {
    {% for constant in kind.constants %}
    {% set summary = constant.comment|prose(kind.name, "csharp")|uncapitalised %}
{{ ("<summary><c>" ~ constant.name ~ "</c>: " ~ summary ~ "</summary>")|wrap("        /// ") }}
        {{ constant.name|member(kind.name)|class }} = {{ constant.number }},
    {% if not loop.last %}

    {% endif %}
    {% endfor %}
    }
{% endfor %}
}
