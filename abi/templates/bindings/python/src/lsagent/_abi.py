
{% macro types(function) %}
{% for type, _ in function.parameters %}{{ type|to("ctypes") }}{{ ", " if not loop.last }}{% endfor %}
{% endmacro %}
{% for function in header.callbacks %}
{{ function.name|to("ctypes") }} = ctypes.CFUNCTYPE({{ function.returned|to("ctypes") }}, {{ types(function) }})
{% endfor %}

# fmt: off
# name: (what it returns, what it takes); one line each, sorted.
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
{% for function in header.functions|sort(attribute="name") %}
    "{{ function.name }}": ({{ function.returned|to("ctypes") }}, ({{ types(function) }}{{ "," if function.parameters|length == 1 }})),
{% endfor %}
}
# fmt: on

