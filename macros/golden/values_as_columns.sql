{#
    Attribute values side by side: one aggregate column for each attribute.

    Arguments:
        relation    relation or CTE with the columns attribute and attribute_value
        attributes  list of attribute names; a pair [attribute, column] renames the column

    Example:
        select customer_hk, {{ values_as_columns('told', ['email', ['birth_date', 'dob']]) }}
        from told group by customer_hk
#}
{% macro values_as_columns(relation, attributes) -%}
    {%- for entry in attributes -%}
        {%- set attribute, column = (entry, entry) if entry is string else (entry[0], entry[1]) -%}
        max(
            case
                when {{ relation }}.attribute = '{{ attribute }}'
                    then {{ relation }}.attribute_value
            end
        ) as {{ column }}
        {%- if not loop.last %},
        {% endif -%}
    {%- endfor -%}
{%- endmacro %}
