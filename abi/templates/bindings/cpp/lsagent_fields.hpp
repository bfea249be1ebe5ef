{% set types = {
    "text": "std::string_view", "word": "std::string_view", "json": "std::string_view",
    "secret": "std::string_view", "number": "std::int64_t", "flag": "bool", "time": "Time",
} %}
{% set reads = {"number": "integer", "flag": "flag", "time": "time"} %}
/*
 * The objects of answers, as views, for lsagent.hpp, which includes this; it says what holds for all of them.
 * Generated from abi/fields.toml; `make generate` writes it.
 */
#ifndef LSAGENT_FIELDS_HPP
#define LSAGENT_FIELDS_HPP

#ifndef LSAGENT_HPP
#error "include lsagent.hpp"
#endif

namespace lsagent {

#if !LSAGENT_EXCEPTIONS
inline namespace without_exceptions {
#endif

namespace detail {

/// A view of an object that was sent.
template <class Part, class Object>
std::optional<Part> sent(const Object *object) noexcept {
    return object != nullptr ? std::optional<Part>(object) : std::nullopt;
}

} // namespace detail
{# An object comes after those that are inside it. #}
{% for object in objects|reverse %}
{% set type = "ls_" ~ object.name %}
{% set it = object.name|split("_")|last %}
{% for name, field in object.fields|items if field.kind in ["list", "texts"] %}
{% set item = field.of|class %}

namespace detail {

struct {{ item }}Traits {
    using Object = {{ type }};
    using Item = {{ item if field.kind == "list" else "std::string_view" }};
    static std::size_t count(const Object *{{ it }}) noexcept {
        return {{ type }}_{{ name }}_count({{ it }});
    }
    static Item at(const Object *{{ it }}, std::size_t index) noexcept {
        {% if field.kind == "list" %}
        return Item({{ type }}_{{ name }}_at({{ it }}, index));
        {% else %}
        const char *text = {{ type }}_{{ name }}_at({{ it }}, index);
        return text != nullptr ? Item(text) : Item();
        {% endif %}
    }
};

} // namespace detail

{{ field.doc|wrap("/// ") }}
using {{ item }}s = detail::Range<detail::{{ item }}Traits>;
{% endfor %}

{{ object.doc|wrap("/// ") }}
class {{ object.name|class }} : public detail::View<{{ type }}> {
public:
    using View::View;

{% for name, field in object.fields|items %}
{% set function = type ~ "_" ~ name %}
{% if field.kind in types %}
{{ (field.doc ~ (" Absent as well if it cannot be read." if field.kind == "time" else ""))|wrap("    /// ") }}
{% filter fit(100) %}
    std::optional<{{ types[field.kind] }}> {{ name }}() const noexcept {
        return detail::{{ reads[field.kind]|default("text") }}({{ function }}, get());
    }
{% endfilter %}
{% elif field.kind == "object" %}
{{ field.doc|wrap("    /// ") }}
{% filter fit(100) %}
    std::optional<{{ field.of|class }}> {{ name }}() const noexcept {
        return detail::sent<{{ field.of|class }}>({{ function }}(get()));
    }
{% endfilter %}
{% elif field.kind in ["list", "texts"] %}
{{ field.doc|wrap("    /// ") }}
{% filter fit(100) %}
    {{ field.of|class }}s {{ name }}() const noexcept {
        return {{ field.of|class }}s(get());
    }
{% endfilter %}
{% else %}
{{ (field.doc ~ " Empty for nothing.")|wrap("    /// ") }}
{% filter fit(100) %}
    std::string {{ name }}() const {
        return detail::owned({{ function }}(get()));
    }
{% endfilter %}
{% endif %}
{% endfor %}
};
{% if object.owned %}

{{ ("A " ~ object.name|class ~ " that is nobody else's. Its view() has the fields.")|wrap("/// ") }}
using Owned{{ object.name|class }} = detail::Owner<{{ object.name|class }}, {{ type }}, {{ type }}_free>;
{% endif %}
{% endfor %}

#if !LSAGENT_EXCEPTIONS
} // namespace without_exceptions
#endif

} // namespace lsagent

#endif // LSAGENT_FIELDS_HPP
