//! The objects of answers, a file each. Generated from abi/fields.toml; `make generate` writes it.

{% for object in objects|sort(attribute="name") %}
pub mod {{ object.name }};
{% endfor %}
