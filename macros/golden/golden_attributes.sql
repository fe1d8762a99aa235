{#
    The attributes of a golden customer, in column order. Each is chosen by a rule in
    survivorship_rules, except source_systems, which lists the systems of all live records.

    Example:
        {% for attribute in golden_attributes() %} ... {% endfor %}
#}
{% macro golden_attributes() -%}
    {{ return(survived_attributes() + ['source_systems']) }}
{%- endmacro %}

{#
    The attributes whose value survivorship chooses from one record; an override can set them.

    Example:
        {% for attribute in survived_attributes() %} ... {% endfor %}
#}
{% macro survived_attributes() -%}
    {{ return(known_codes('steward_overrides', 'attribute')) }}
{%- endmacro %}
