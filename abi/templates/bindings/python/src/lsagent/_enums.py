"""The numbers of the C ABI. They never change their meaning.

Generated from include/lsagent.h; `make generate` writes it.
"""

from __future__ import annotations

from enum import IntEnum
{% for kind in header.enums %}


class {{ kind.name|class }}(IntEnum):
{{ ('"""' ~ kind.comment|prose(kind.name, "python") ~ '"""')|wrap("    ") }}

{% for constant in kind.constants %}
    {{ constant.name|member(kind.name) }} = {{ constant.number }}
{{ ('"""' ~ constant.comment|prose(kind.name, "python") ~ '"""')|wrap("    ") }}
{% endfor %}
{% endfor %}
