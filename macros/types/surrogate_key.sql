{#
    The key of a dimension's row: 32 hexadecimal digits of its natural key.

    Arguments:
        columns  the columns of the natural key, not null, none of them containing '|'

    Example:
        {{ surrogate_key(['customer_uid', 'valid_from']) }} as customer_key
#}
{% macro surrogate_key(columns) -%}
    md5(
        {%- for column in columns %}
        cast({{ column }} as varchar){{ " || '|' || " if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
