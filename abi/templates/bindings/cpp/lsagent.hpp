{% for kind in header.enums %}

{{ (kind.comment|prose(kind.name, "cpp")|replace(".", " (" ~ kind.name ~ ").", 1))|wrap("/// ") }}
enum class {{ kind.name|class|replace("UiPath", "Uipath") }} : std::int32_t {
{% for constant in kind.constants %}
{{ constant.comment|prose(kind.name, "cpp")|wrap("    /// ") }}
    {{ constant.name|member(kind.name)|class }} = {{ constant.number }},
{% endfor %}
};
{% endfor %}

