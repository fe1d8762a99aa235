{#
    The rows of a staging model, with the source time of those in the hour that clocks repeat when
    daylight saving time ends. It is read as the first of the two, unless a row of the same key that
    was delivered earlier has a later local time in that hour: then the clock had been set back.

    Arguments:
        rows       name of the CTE with the rows; effective_from is in UTC
        key        column of the key
        time_zone  time zone of the source

    Example:
        {{ resolve_repeated_hour('hashed', 'customer_hk', 'America/New_York') }}
#}
{% macro resolve_repeated_hour(rows, key, time_zone) -%}
    {%- set so_far -%}
        over (
                    partition by {{ key }}, cast(local_time as date)
                    order by loaded_at, local_time
                    rows between unbounded preceding and current row
                )
    {%- endset -%}
    select {{ rows }}.* replace (
        coalesce(resolved.resolved_time, {{ rows }}.effective_from) as effective_from
    )
    from {{ rows }}
    left join (
        select
            {{ key }},
            loaded_at,
            effective_from,
            case
                when max(is_back) {{ so_far }} = 1 then second_time
                else first_time
            end as resolved_time
        from (
            select
                *,
                case when local_time < max(local_time) {{ so_far }} then 1 else 0 end as is_back
            from (
                {{ repeated_times(rows, key, time_zone) }}
                {%- if is_later_load() %}
                union
                {{ repeated_times(this, key, time_zone) }}
                    and {{ key }} in (select {{ key }} from {{ rows }})
                {%- endif %}
            ) as times
        ) as passes
    ) as resolved
        on
            {{ rows }}.{{ key }} = resolved.{{ key }}
            and {{ rows }}.loaded_at = resolved.loaded_at
            and {{ rows }}.effective_from = resolved.effective_from
{%- endmacro %}

{#
    The source times of rows in a repeated hour, with the local time and its two readings in UTC.

    Arguments:
        relation   name of the rows
        key        column of the key
        time_zone  time zone of the source

    Example:
        see resolve_repeated_hour
#}
{% macro repeated_times(relation, key, time_zone) -%}
    {%- set hour = "interval '1 hour'" -%}
    {%- set local = from_utc('effective_from', time_zone) -%}
    {%- set before = from_utc('(effective_from - ' ~ hour ~ ')', time_zone) -%}
    {%- set after = from_utc('(effective_from + ' ~ hour ~ ')', time_zone) -%}
    select distinct
                    {{ key }},
                    loaded_at,
                    effective_from,
                    {{ local }} as local_time,
                    case when {{ before }} = {{ local }} then effective_from - {{ hour }}
                        else effective_from end as first_time,
                    case when {{ after }} = {{ local }} then effective_from + {{ hour }}
                        else effective_from end as second_time
                from {{ relation }}
                where ({{ before }} = {{ local }} or {{ after }} = {{ local }})
{%- endmacro %}
