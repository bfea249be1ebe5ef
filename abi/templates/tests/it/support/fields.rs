{% set kinds = {"text": "text", "word": "text", "secret": "text", "json": "json", "number": "int", "flag": "flag", "time": "time"} %}
{% for object in objects %}

{{ object.doc|wrap("/// ") }}
pub const {{ object.name|upper }}: &[Field<ls_{{ object.name }}>] = fields![
{% for name, field in object.fields|items if field.kind in kinds %}
    {{ kinds[field.kind] }} "{{ field.json or name }}" ls_{{ object.name }}_{{ name }},
{% endfor %}
];
{% endfor %}
