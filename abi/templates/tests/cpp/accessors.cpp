{% set kinds = {"text": "TEXT", "word": "TEXT", "json": "TEXT", "secret": "TEXT", "number": "NUMBER", "flag": "FLAG", "time": "TIME"} %}
{% for object in objects %}

static void fields_of({{ object.name|class }} {{ object.name }}) {
{% for name, field in object.fields|items if field.kind in kinds %}
    {{ kinds[field.kind] }}({{ object.name }}, {{ name }});
{% endfor %}
}
{% endfor %}

