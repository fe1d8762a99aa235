{#
    The key of the row of a dimension for a value of its natural key: the unknown member for null,
    and for a value that is the name of that member.

    Arguments:
        column  column with the natural key, a string

    Example:
        {{ member_key('web_events.page') }} as page_key
#}
{% macro member_key(column) -%}
    case
        when coalesce({{ column }}, 'UNKNOWN') = 'UNKNOWN' then {{ unknown_key() }}
        else {{ surrogate_key([column]) }}
    end
{%- endmacro %}
