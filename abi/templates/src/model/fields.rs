{% set types = {"text": "Text", "word": "Word", "json": "Json", "secret": "Hidden", "number": "Number", "flag": "Flag", "time": "Date", "texts": "Texts"} %}
//! The fields of answers, as they are read. Generated from abi/fields.toml; `make generate` writes it.

use super::date::{Date, Moment};
use super::field::{Hidden, Json, Text, Word, record};
use super::list::{List, Texts};
use super::reading::{Flag, Number};
{% for object in objects %}

record! {
{{ object.doc|wrap("    /// ") }}
    {{ object.record or object.model }} {
    {% for name, field in object.fields|items if field.kind != "whole" %}
        {% if "." in (field.json or "") %}
        {% set outer = field.json|split(".")|first %}
        {{ outer }}: Option<{{ object.name|class }}{{ outer|class }}>,
        {% else %}
        {% set renamed = (' as "' ~ field.json ~ '"' if field.json else "") ~ (' or "' ~ field.also ~ '"' if field.also else "") %}
        {% set model = (objects|selectattr("name", "eq", field.of)|list)[0].model if field.kind in ["object", "list"] %}
        {% if field.kind == "object" %}
        {{ name }}{{ renamed }}: Option<Box<{{ model }}>>,
        {% elif field.kind == "list" %}
        {{ name }}{{ renamed }}: List<{{ model }}>,
        {% else %}
        {{ name }}{{ renamed }}: {{ field.model or types[field.kind] }},
        {% endif %}
        {% endif %}
    {% endfor %}
    }
}
{% for name, field in object.fields|items if "." in (field.json or "") %}
{% set outer = field.json|split(".")|first %}

record! {
    /// Of a {{ object.name }}: the object `{{ outer }}`.
    {{ object.name|class }}{{ outer|class }} {
        {{ field.json|split(".")|last }}: {{ types[field.kind] }},
    }
}
{% endfor %}
{% endfor %}
