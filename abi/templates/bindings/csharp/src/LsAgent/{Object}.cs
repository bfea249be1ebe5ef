{% set types = {"text": "string", "word": "string", "json": "string", "secret": "string", "number": "long?", "flag": "bool?", "time": "DateTimeOffset?"} %}
{% set reads = {"number": "Number", "flag": "Flag", "time": "Time"} %}
// Generated from abi/fields.toml; `make generate` writes it.

using System;
using System.Collections.Generic;

namespace LsAgent
{
    {% set type = object.name|class %}
{{ ("<summary>" ~ object.doc ~ "</summary>")|wrap("    /// ") }}
    /// <remarks>
    /// It is read from the result that it belongs to, and keeps that in memory. Once the result is
    /// disposed, reading is an <see cref="ObjectDisposedException"/>. May be read from any thread.
    /// Nothing blocks.
    /// </remarks>
    public sealed class {{ type }}
    {
        private readonly Part part;

        internal {{ type }}(Part part)
        {
            this.part = part;
        }
{% if object.owned %}

        internal {{ type }}({{ type }}Handle handle) : this(handle.Whole)
        {
            handle.Weigh(0);
        }
{% endif %}
{% for name, field in object.fields|items %}
{% set property = name|class %}
{% set function = "NativeMethods.ls_" ~ object.name ~ "_" ~ name %}

{% if field.kind in types %}
{% set ending = " In UTC. Null if it was not sent or cannot be read." if field.kind == "time" else " Null if it was not sent." %}
{{ ("<summary>" ~ field.doc ~ ending ~ "</summary>")|wrap("        /// ") }}
        public {{ types[field.kind] }} {{ property }} => part.{{ reads[field.kind]|default("Text") }}({{ function }});
{% elif field.kind == "object" %}
{{ ("<summary>" ~ field.doc ~ " Null if it was not sent.</summary>")|wrap("        /// ") }}
        public {{ field.of|class }} {{ property }} =>
            part.Inner({{ function }}, inner => new {{ field.of|class }}(inner));
{% elif field.kind in ["list", "texts"] %}
{% set is_list = field.kind == "list" %}
{{ ("<summary>" ~ field.doc ~ " Empty if there are none.</summary>")|wrap("        /// ") }}
        public IReadOnlyList<{{ field.of|class if is_list else "string" }}> {{ property }} => part.List(
            {{ function }}_count,
            {{ function }}_at,
            {{ "element => new " ~ field.of|class ~ "(element)" if is_list else "Utf8.Read" }});
{% else %}
{{ ("<summary>" ~ field.doc ~ "</summary>")|wrap("        /// ") }}
        /// <returns>A JSON text.</returns>
        public string {{ property }}() => part.OwnText({{ function }});
{% endif %}
{% endfor %}
    }
{% if object.owned %}

    internal sealed class {{ type }}Handle : ResultHandle
    {
        protected override void Free(IntPtr result) => NativeMethods.ls_{{ object.name }}_free(result);
    }
{% endif %}
}
