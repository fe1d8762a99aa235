{#
    The end of a table of keys and as-of dates: what was computed. Where the table exists `is_row`
    marks it, and what the table must lose stands beside it; see left_out.

    Arguments:
        columns  list of the table's columns, the hash key of the hub first

    Example:
        see pit, whose CTEs `as_of_dates`, `known_keys`, `known_dates`, `moments` and `computed` it
        reads, and put_in_place, which takes it in
#}
{% macro told_moments(columns) -%}
    {%- set is_known = automate_dv.is_any_incremental() -%}
    {{ automate_dv.left_out(columns[0]) if is_known }}

told as (

    select
        {{ 'true as is_row,' if is_known }}
        {{ columns | join(', ') }}
    from computed
    {%- if is_known %}
    union all
    select
        false as is_row
        {%- for column in columns -%},
        {{ column if column in [columns[0], 'as_of_date'] else 'null as ' ~ column }}
        {%- endfor %}
    from left_out
    {%- endif %}

)

select * from told
{%- endmacro %}
