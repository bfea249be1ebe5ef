{% set status = (header.enums|selectattr("name", "eq", "ls_status")|list)[0] %}
{# Statuses that an application treats alike have a parent. #}
{% set parents = {
    "NETWORK": "ConnectivityError", "TIMEOUT": "ConnectivityError, TimeoutError", "TLS": "ConnectivityError",
    "PROXY": "ConnectivityError", "RESPONSE": "AnswerError", "SIGNATURE": "AnswerError", "MISMATCH": "AnswerError",
    "NOT_CACHED": "StoreError", "CACHE_EXPIRED": "StoreError", "CACHE": "StoreError",
    "INVALID_ARGUMENT": "LsAgentError, ValueError",
} %}
{# Names that Python, or its users, have already. #}
{% set names = {"CANCELLED": "CallCancelled", "TIMEOUT": "CallTimeout"} %}
{% for constant in status.constants[1:] %}
{% set name = constant.name|member("ls_status") %}


class {{ names[name]|default(name|class) }}Error({{ parents[name]|default("LsAgentError") }}):
{{ ('"""' ~ constant.comment|prose("ls_status", "python") ~ '"""')|wrap("    ") }}

    status = Status.{{ name }}
{% endfor %}


