{#
    The rows of a staging model, with source times resolved in the hour that clocks repeat when
    daylight saving time ends (half an hour or two hours in a few zones). Such a time is read as the
    first of the two, unless an earlier delivery of the same key has a later local time in that
    hour, which shows that the clock had been set back. A state that is delivered again keeps the
    reading of its first delivery.

    Deliveries are ordered by load time, and within one load time by local time, never by the order
    in which files arrive: revise_repeated_hour revises rows that are already staged.

    Arguments:
        rows  name of the CTE with the rows; effective_from is in UTC
        feed  name of the feed

    Example:
        {{ resolve_repeated_hour('hashed', 'oracle_customers') }}
#}
{% macro resolve_repeated_hour(rows, feed) -%}
    {%- set key = feed_declaration(feed).vault_key[0] -%}
    {%- set state = [key] + hashdiffs_of(feed) + ['loaded_at', 'effective_from'] -%}
    select {{ rows }}.* replace (
        coalesce(resolved.resolved_time, {{ rows }}.effective_from) as effective_from
    )
    from {{ rows }}
    left join ({{ resolved_times(
        feed, state, [rows] + ([this] if is_later_load() else []),
        key ~ ' in (select ' ~ key ~ ' from ' ~ rows ~ ')'
    ) }}) as resolved
        on {{ is_state_of(rows, 'resolved', state) }}
{%- endmacro %}

{#
    Whether a staging model has a feed with times in a zone whose clocks repeat an hour.

    Arguments:
        node  node of the model

    Example:
        see revise_staged_rows
#}
{% macro has_repeated_hours(node) -%}
    {{ return('resolve_repeated_hour' in node.depends_on.macros | join(' ')) }}
{%- endmacro %}

{#
    The statements that revise the staged rows of a feed in a repeated hour, after earlier
    deliveries of their keys were staged. Consumers read the loads of the revised rows again, and
    satellites drop the rows that they loaded from them (drop_revised_rows).

    Arguments:
        feed  name of the feed whose staging model is running

    Example:
        see mark_processed
#}
{% macro revise_repeated_hour(feed) -%}
    {%- set key, zone = feed_declaration(feed).vault_key[0], feed_declaration(feed).time_zone -%}
    {%- set state = [key] + hashdiffs_of(feed) + ['loaded_at', 'effective_from'] -%}
    {%- set columns = (['landed_in'] + state) | join(', ') -%}
    {%- set change = clock_change(zone) -%}
    {%- set revised -%}
    select staged.{{ (['landed_in'] + state) | join(', staged.') }}
        from {{ this }} as staged
        inner join ({{ resolved_times(
            feed, state, [this],
            key ~ ' in (select ' ~ key ~ ' from ' ~ this ~ ' where landed_in in ('
            ~ pending_loads('landing_' ~ feed) ~ '))'
        ) }}) as resolved
            on {{ is_state_of('staged', 'resolved', state) }}
        where staged.effective_from <> resolved.resolved_time
    {%- endset -%}
    delete from {{ bookkeeping_table('processed_loads') }}
    where
        source = '{{ model.name }}'
        and load in (select landed_in from ({{ revised }}) as revised);
    {#- A row to change currently has the other of the two readings. #}
    update {{ this }} set effective_from = case
        when {{ from_utc('(effective_from - ' ~ change ~ ')', zone) }}
            = {{ from_utc('effective_from', zone) }}
            then effective_from - {{ change }}
        else effective_from + {{ change }}
    end
    where ({{ columns }}) in (select {{ columns }} from ({{ revised }}) as revised);
{%- endmacro %}

{#
    The source times of rows in a repeated hour as delivered, and as resolved (resolved_time), one
    row per state and delivery.

    Arguments:
        feed       name of the feed
        state      list of the columns that identify a delivered state of a key
        relations  names of the relations with the rows
        condition  condition on the rows, about all rows of a key

    Example:
        see resolve_repeated_hour
#}
{% macro resolved_times(feed, state, relations, condition) -%}
    {%- set key, content = feed_declaration(feed).vault_key[0], hashdiffs_of(feed) -%}
    {%- set so_far -%}
        over (
                partition by {{ key }}, cast(local_time as date)
                order by first_loaded_at, local_time
                rows between unbounded preceding and current row
            )
    {%- endset -%}
    select
        {{ state | join(', ') }},
        case when max(is_back) {{ so_far }} = 1 then second_time else first_time end
            as resolved_time
    from (
        select
            *,
            case when local_time < max(local_time) {{ so_far }} then 1 else 0 end as is_back
        from (
            select
                *,
                min(loaded_at) over (
                    partition by {{ ([key, 'local_time'] + content) | join(', ') }}
                ) as first_loaded_at
            from (
                {%- for relation in relations %}
                {{ repeated_times(relation, feed, state) }}
                    and {{ condition }}
                {{ 'union' if not loop.last }}
                {%- endfor %}
            ) as times
        ) as deliveries
    ) as passes
{%- endmacro %}

{#
    The source times of rows in a repeated hour, with the local time and its two readings in UTC.

    Arguments:
        relation  name of the rows
        feed      name of the feed
        state     see resolved_times

    Example:
        see resolve_repeated_hour
#}
{% macro repeated_times(relation, feed, state) -%}
    {%- set time_zone = feed_declaration(feed).time_zone -%}
    {%- set change = clock_change(time_zone) -%}
    {%- set local = from_utc('effective_from', time_zone) -%}
    {%- set before = from_utc('(effective_from - ' ~ change ~ ')', time_zone) -%}
    {%- set after = from_utc('(effective_from + ' ~ change ~ ')', time_zone) -%}
    select distinct
                    {{ state | join(', ') }},
                    {{ local }} as local_time,
                    case when {{ before }} = {{ local }} then effective_from - {{ change }}
                        else effective_from end as first_time,
                    case when {{ after }} = {{ local }} then effective_from + {{ change }}
                        else effective_from end as second_time
                from {{ relation }}
                where ({{ before }} = {{ local }} or {{ after }} = {{ local }})
{%- endmacro %}

{#
    The interval by which the clocks of a time zone are set back when daylight saving time ends.

    Arguments:
        time_zone  name of the zone

    Example:
        see repeated_times
#}
{% macro clock_change(time_zone) -%}
    {%- if time_zone in ('Australia/Lord_Howe', 'Australia/LHI') -%} interval '30 minutes'
    {%- elif time_zone == 'Antarctica/Troll' -%} interval '2 hours'
    {%- else -%} interval '1 hour'
    {%- endif -%}
{%- endmacro %}

{#
    The condition that rows of two relations are the same delivered state of a key.

    Arguments:
        rows   name of one relation
        other  name of the other
        state  see resolved_times

    Example:
        see resolve_repeated_hour
#}
{% macro is_state_of(rows, other, state) -%}
    {%- for column in state %}
            {{ 'and ' if not loop.first }}{{ rows }}.{{ column }} = {{ other }}.{{ column }}
    {%- endfor %}
{%- endmacro %}
