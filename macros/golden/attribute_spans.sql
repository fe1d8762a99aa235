{#
    Attribute values with the span in which each was current. A value that repeats the previous one
    adds no span.

    Arguments:
        relation      one row per customer_hk, attribute and start_column
        start_column  column with the start of a value
        end_column    name of the column with the end of the span
        open_end      SQL expression of the end of a span that has not ended

    Example:
        {{ attribute_spans(
            'last_of_day', 'known_from', 'known_to', open_end('date')
        ) }}
#}
{% macro attribute_spans(relation, start_column, end_column, open_end) -%}
    {%- set in_order -%}
    over (
                partition by customer_hk, attribute
                order by {{ start_column }}
            )
    {%- endset -%}
    select
        customer_hk,
        source_system,
        attribute,
        attribute_value,
        effective_from,
        {{ start_column }},
        coalesce(
            lead({{ start_column }}) {{ in_order }},
            {{ open_end }}
        ) as {{ end_column }}
    from (
        select * from {{ relation }}
        qualify
            row_number() {{ in_order }} = 1
            or attribute_value is distinct from lag(attribute_value) {{ in_order }}
    ) as value_changes
{%- endmacro %}
