{#
    Attribute values pivoted: one aggregate column per attribute.

    Arguments:
        relation    relation or CTE with the columns attribute and attribute_value
        attributes  list of attribute names

    Example:
        select customer_hk, {{ values_as_columns('attributes', ['email', 'birth_date']) }}
        from attributes group by customer_hk
#}
{% macro values_as_columns(relation, attributes) -%}
    {%- for attribute in attributes -%}
        max(
            case
                when {{ relation }}.attribute = '{{ attribute }}'
                    then {{ relation }}.attribute_value
            end
        ) as {{ attribute }}
        {%- if not loop.last %},
        {% endif -%}
    {%- endfor -%}
{%- endmacro %}
