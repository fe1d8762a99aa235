{#
    The attributes of a golden customer, in the order in which tables show them. Each but
    source_systems, which unites those of all records, is chosen by a row of survivorship_rules.

    Example:
        {% for attribute in golden_attributes() %} ... {% endfor %}
#}
{% macro golden_attributes() -%}
    {{ return(survived_attributes() + ['source_systems']) }}
{%- endmacro %}

{#
    The attributes for which survivorship chooses one record's value; a steward may set them.

    Example:
        known_code('attribute', survived_attributes())
#}
{% macro survived_attributes() -%}
    {{ return(['full_name', 'email', 'phone', 'country', 'city', 'segment', 'industry']) }}
{%- endmacro %}
