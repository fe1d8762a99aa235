{#
    The CTE `left_out` of a table of keys and as-of dates that exists: a key and a date at which the
    key has no row any more, and a date, without a key, that is wanted no more.

    Arguments:
        pk  hash key column of the hub

    Example:
        see told_moments
#}
{% macro left_out(pk) -%}
left_out as (

    select
        moments.{{ pk }},
        moments.as_of_date
    from moments
    inner join known_keys
        on moments.{{ pk }} = known_keys.{{ pk }}
    left join computed
        on
            moments.{{ pk }} = computed.{{ pk }}
            and moments.as_of_date = computed.as_of_date
    where computed.as_of_date is null
    union all
    select
        null as {{ pk }},
        known_dates.as_of_date
    from known_dates
    left join as_of_dates
        on known_dates.as_of_date = as_of_dates.as_of_date
    where as_of_dates.as_of_date is null

),
{%- endmacro %}
