{% set types = {"text": "str", "word": "str", "json": "str", "secret": "str", "number": "int", "flag": "bool", "time": "datetime"} %}
"""The objects of answers, as plain values. Generated from abi/fields.toml; `make generate` writes it.

Fields are named as the API names them. What the server did not send, or sent as null, is None. Times
are in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 -- for those who look at the annotations at run time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
{# An object comes after those that are inside it. #}
{% for object in objects|reverse %}


@dataclass(frozen=True)
class {{ object.name|class }}:
{{ ('"""' ~ object.doc)|wrap("    ") }}

    Source: {{ object.source }}
    """

{% for name, field in object.fields|items %}
{% set ending = " None also if it cannot be read." if field.kind == "time" else "" %}
{% if field.kind in types %}
    {{ name }}: {{ types[field.kind] }} | None{{ " = field(repr=False)" if field.kind == "secret" }}
{% elif field.kind == "object" %}
    {{ name }}: {{ field.of|class }} | None
{% elif field.kind == "list" %}
    {{ name }}: tuple[{{ field.of|class }}, ...]
{% elif field.kind == "texts" %}
    {{ name }}: tuple[str, ...]
{% else %}
    json: str = field(repr=False)
{% endif %}
{{ ('"""' ~ field.doc ~ ending ~ '"""')|wrap("    ") }}
{% endfor %}
{% endfor %}


# What the functions that read the fields of a class begin with.
PREFIXES: dict[type[Any], str] = {
{% for object in objects|reverse %}
    {{ object.name|class }}: "ls_{{ object.name }}_",
{% endfor %}
}
