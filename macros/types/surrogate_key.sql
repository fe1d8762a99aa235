{#
    The key of a dimension row: a hash of its natural key, 32 hexadecimal digits.

    Arguments:
        columns  the columns of the natural key, not null and without '|'; dates and timestamps as
                 date_text or time_text writes them

    Example:
        {{ surrogate_key(['customer_uid', time_text('valid_from')]) }} as customer_key
#}
{% macro surrogate_key(columns) -%}
    md5(
        {%- for column in columns %}
        cast({{ column }} as varchar){{ " || '|' || " if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
