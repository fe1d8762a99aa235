{#
    The end of a table of keys and as-of dates: what was computed and, where the table exists, its
    rows of other keys and dates, of the dates that are still wanted.

    Arguments:
        pk  hash key column of the hub

    Example:
        see pit, whose CTEs `as_of_dates`, `moments` and `computed` it reads
#}
{% macro kept_and_computed(pk) -%}
    {%- if automate_dv.is_any_incremental() %}
kept as (

    select stored.*
    from {{ this }} as stored
    inner join as_of_dates
        on stored.as_of_date = as_of_dates.as_of_date
    left join moments
        on
            stored.{{ pk }} = moments.{{ pk }}
            and stored.as_of_date = moments.as_of_date
    where moments.as_of_date is null

),
    {%- endif %}

complete as (

    select * from computed
    {%- if automate_dv.is_any_incremental() %}
    union all
    select * from kept
    {%- endif %}

)

select * from complete
{%- endmacro %}
