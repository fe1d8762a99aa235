{#
    The spans of days in which exchange rates apply. A rate applies until the next one; the first
    rate also applies to all earlier days.

    Arguments:
        rates  CTE of currency, rate_date, units_per_euro, loaded_at
        month  column of `rates` whose months are computed separately (optional)

    Example:
        rate_spans as ({{ rate_spans('rates') }})
#}
{% macro rate_spans(rates, month=none) -%}
    {%- set within = 'partition by ' ~ (month ~ ', ' if month else '') ~ 'currency' -%}
    select
        {{ month ~ ',' if month }}
        currency,
        case
            when row_number() over ({{ within }} order by rate_date) = 1
                then {{ open_start('date') }}
            else rate_date
        end as valid_from,
        coalesce(
            lead(rate_date) over ({{ within }} order by rate_date), {{ open_end('date') }}
        ) as valid_to,
        units_per_euro,
        loaded_at
    from {{ rates }}
{%- endmacro %}
