{% set type = "ls_" ~ object.name %}
{% set it = object.name|split("_")|last %}
{% set kinds = object.fields|items|map("last")|map(attribute="kind")|list %}
{% set texts = ["text", "word", "json", "secret"] %}
{% set reads_text = kinds|select("in", texts)|list or "texts" in kinds %}
{% set reads_value = kinds|select("in", ["number", "flag", "time"])|list %}
{% set has_lists = "list" in kinds or "texts" in kinds %}
{% set has_parts = "object" in kinds or "list" in kinds %}
{% set about = " " ~ it ~ " The " ~ object.name|replace("_", " ") ~ "; NULL reads as one without fields." %}
//! `{{ type }}` and its fields. Generated from abi/fields.toml; `make generate` writes it.

{% if reads_text or "whole" in kinds %}
use std::ffi::c_char;
{% endif %}
{% if reads_value %}
use std::mem::MaybeUninit;
{% endif %}

{% for other in object.fields|items|map("last")|map(attribute="of")|select("in", objects|map(attribute="name")|list)|sort|unique %}
use super::{{ other }}::ls_{{ other }};
{% endfor %}
use crate::ffi::read::{
{%- if has_parts %}Renamed, {% endif %}
{%- if object.owned %}free, {% endif %}
{%- if "whole" in kinds %}owned, {% endif %}
{%- if has_parts %}part, {% endif %}
{%- if has_lists %}read, {% endif %}
renamed
{%- if reads_text %}, text{% endif %}
{%- if reads_value %}, value{% endif %}
};
use crate::model::{{ object.model }};

{% set own = "the caller's own after " ~ object.owned ~ "()" %}
{% set borrowed = "Borrowed from " ~ object.owner ~ (", or " ~ own if object.owned else "") %}
{% set belongs = borrowed if object.owner else "T" ~ own[1:] %}
{{ (object.doc ~ " " ~ belongs ~ "; immutable; may be read from any thread.")|wrap("/// ") }}
///
/// Source: {{ object.source }}
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct {{ type }}({{ object.model }});

renamed!({{ type }}, {{ object.model }});
{% if object.owned %}

impl From<{{ object.model }}> for {{ type }} {
    fn from({{ it }}: {{ object.model }}) -> Self {
        Self({{ it }})
    }
}
{% endif %}

{% for name, field in object.fields|items %}
{% set function = type ~ "_" ~ name %}
{% set value = it ~ ".0." ~ name %}
{% if "." in (field.json or "") %}
{% set value = it ~ ".0." ~ field.json|replace(".", ".as_ref()?.") %}
{% endif %}
{% if field.kind in texts %}
{{ field.doc|wrap("/// ") }}
///
{{ ("@param" ~ about)|wrap("/// ") }}
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
{% filter fit(100) %}
pub extern "C" fn {{ function }}(
    {{ it }}: Option<&{{ type }}>,
) -> *const c_char {
{% endfilter %}
    text({{ it }}, |{{ it }}| {{ value }}{{ ".0" if field.kind != "text" }}.as_c_str())
}
{% elif field.kind in ["number", "flag", "time"] %}
{{ field.doc|wrap("/// ") }}
///
{{ ("@param" ~ about)|wrap("/// ") }}
{% set what = {"number": "number; 0", "flag": "value; false", "time": "time in Unix seconds, UTC; 0"} %}
/// @param out Receives the {{ what[field.kind] }} if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
{% filter fit(100) %}
pub extern "C" fn {{ function }}(
    {{ it }}: Option<&{{ type }}>,
    out: Option<&mut MaybeUninit<{{ "bool" if field.kind == "flag" else "i64" }}>>,
) -> bool {
{% endfilter %}
    value({{ it }}, out, |{{ it }}| {{ value }}.{{ "seconds" if field.kind == "time" else "get" }}())
}
{% elif field.kind == "object" %}
{{ field.doc|wrap("/// ") }}
///
{{ ("@param" ~ about)|wrap("/// ") }}
/// @return The {{ field.of|replace("_", " ") }}, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
{% filter fit(100) %}
pub extern "C" fn {{ function }}(
    {{ it }}: Option<&{{ type }}>,
) -> *const ls_{{ field.of }} {
{% endfilter %}
    part({{ it }}, |{{ it }}| {{ value }}.as_deref().map(ls_{{ field.of }}::of))
}
{% elif field.kind in ["list", "texts"] %}
{{ ("The length of " ~ name ~ ": " ~ field.doc|uncapitalised)|wrap("/// ") }}
///
{{ ("@param" ~ about)|wrap("/// ") }}
/// @return How many there are; 0 if the list was not sent.
#[unsafe(no_mangle)]
{% filter fit(100) %}
pub extern "C" fn {{ function }}_count(
    {{ it }}: Option<&{{ type }}>,
) -> usize {
{% endfilter %}
    read({{ it }}, 0, |{{ it }}| {{ value }}.0.len())
}

{{ ("An element of " ~ name ~ ": " ~ field.doc|uncapitalised)|wrap("/// ") }}
///
{{ ("@param" ~ about)|wrap("/// ") }}
/// @param index Which one, from 0 to {{ function }}_count() - 1.
/// @return The {{ field.of|replace("_", " ") }}, borrowed; NULL past the end.
#[unsafe(no_mangle)]
{% if field.kind == "list" %}
{% filter fit(100) %}
pub extern "C" fn {{ function }}_at(
    {{ it }}: Option<&{{ type }}>,
    index: usize,
) -> *const ls_{{ field.of }} {
{% endfilter %}
    part({{ it }}, |{{ it }}| {{ value }}.0.get(index).map(ls_{{ field.of }}::of))
{% else %}
{% filter fit(100) %}
pub extern "C" fn {{ function }}_at(
    {{ it }}: Option<&{{ type }}>,
    index: usize,
) -> *const c_char {
{% endfilter %}
    text({{ it }}, |{{ it }}| {{ value }}.0.get(index)?.as_c_str())
{% endif %}
}
{% else %}
{{ field.doc|wrap("/// ") }}
///
{{ ("@param" ~ about|replace("reads as one without fields", "has none"))|wrap("/// ") }}
/// @return The JSON text, which the caller frees with ls_string_free(); NULL where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn {{ function }}({{ it }}: Option<&{{ type }}>) -> *mut c_char {
    owned({{ it }}, |{{ it }}| {{ it }}.0.json().to_owned())
}
{% endif %}
{% if not loop.last %}

{% endif %}
{% endfor %}
{% if object.owned %}

{% set free = "Frees a " ~ object.name|replace("_", " ") ~ " that " ~ object.owned ~ "() has given out, and what was read from it." ~ (" One that belongs to something else goes with that." if object.owner else "") %}
{{ free|wrap("/// ") }}
///
/// @param {{ it }} The {{ object.name|replace("_", " ") }}. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn {{ type }}_free({{ it }}: Option<Box<{{ type }}>>) {
    free({{ it }});
}
{% endif %}
