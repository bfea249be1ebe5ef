{% for object in objects %}
{% for name, field in object.fields|items %}
{% set function = "ls_" ~ object.name ~ "_" ~ name %}
{% if field.kind in ["number", "time"] %}
    ABSENT_NUMBER({{ function }});
{% elif field.kind == "flag" %}
    ABSENT_FLAG({{ function }});
{% elif field.kind in ["list", "texts"] %}
    NONE({{ function }}_count);
    ABSENT_AT({{ function }}_at);
{% else %}
    ABSENT({{ function }});
{% endif %}
{% endfor %}
{% endfor %}
