{#
    The CTE `begun_or_ended`: the staged rows that say of a relationship what the newest stored row
    does not: that it is new, that it is open again, that it is closed.

    Arguments:
        names  mapping from eff_sat_columns

    Example:
        see eff_sat_in_order, whose CTEs `staged` and `newest` it reads
#}
{% macro eff_sat_changes(names) -%}
    {%- set end_of_time -%}
        cast('{{ automate_dv.max_datetime() }}' as date)
    {%- endset -%}
begun_or_ended as (

    select {{ automate_dv.prefix(names.all, 'staged') }}
    from staged
    left join newest
        on staged.{{ names.hashdiff }} = newest.{{ names.hashdiff }}
    where
        newest.{{ names.hashdiff }} is null
        or (cast(staged.{{ names.end }} as date) = {{ end_of_time }})
        <> (cast(newest.{{ names.end }} as date) = {{ end_of_time }})

),
{%- endmacro %}
