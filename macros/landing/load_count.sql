{#
    The number of rows of a feed by batch and outcome, as a select. Once the table exists, it covers
    only batches with pending rows in landing, quarantine, staging or vault.

    `loaded` is counted in the vault, the other columns in landing, quarantine and staging, so that
    landed = loaded + already known + quarantined is a test, not a definition. A row is already
    known if it was delivered twice with the same load time, or has not changed since the last full
    snapshot.

    Arguments:
        feed        name of the feed
        stage       name of its staging model
        keys        key columns in staging and vault
        satellites  names of the vault tables that store its rows

    Example:
        {{ load_count('orders', 'stg_shop__orders', ['order_hk'], ['sat_order__shop']) }}
#}
{% macro load_count(feed, stage, keys, satellites) -%}
    {%- set counted_batches = batches_to_count(feed, stage, satellites) -%}
    {%- set deliveries -%}
        (
            select * from {{ ref(stage) }}
            {%- if is_later_load() %}
            where loaded_at in (
                select loaded_at from {{ ref(stage) }} where batch_id in ({{ counted_batches }})
            )
            {%- endif %}
        )
    {%- endset -%}
    {%- set kept = stored_keys(keys, satellites, deliveries) -%}
    select
        '{{ feed }}' as feed,
        batches.batch_id,
        staged.delivered_at,
        batches.landed,
        coalesce(vault.loaded, 0) as loaded,
        coalesce(staged.already_known, 0) as already_known,
        coalesce(rejected.quarantined, 0) as quarantined
    from (
        select
            batch_id,
            sum(landed) as landed
        from {{ ref('stg_landing__deliveries') }}
        where
            feed = '{{ feed }}'
            {%- if is_later_load() %}
            and batch_id in ({{ counted_batches }})
            {%- endif %}
        group by batch_id
    ) as batches
    left join (
        select
            _batch_id as batch_id,
            count(*) as quarantined
        from {{ ref('quarantine_' ~ stage[4:]) }}
        group by _batch_id
    ) as rejected
        on batches.batch_id = rejected.batch_id
    left join ({{ already_known_counts(keys, deliveries, kept) }}) as staged
        on batches.batch_id = staged.batch_id
    left join (
        select
            first_deliveries.batch_id,
            count(*) as loaded
        from ({{ kept }}) as kept
        inner join (
            select
                loaded_at,
                min(batch_id) as batch_id
            from {{ deliveries }} as delivered
            group by loaded_at
        ) as first_deliveries
            on kept.loaded_at = first_deliveries.loaded_at
        group by first_deliveries.batch_id
    ) as vault
        on batches.batch_id = vault.batch_id
{%- endmacro %}

{# The batches of a feed to count: those with pending deliveries, staging rows or vault rows. #}
{% macro batches_to_count(feed, stage, satellites) -%}
    {%- set quarantine = 'quarantine_' ~ stage[4:] %}
    select batch_id from {{ ref('stg_landing__deliveries') }}
    where
        feed = '{{ feed }}'
        and feed || '/' || landed_in in (
            {{ changed_keys(node_of('stg_landing__deliveries')) if execute }}
        )
    union
    select _batch_id as batch_id from {{ ref(quarantine) }}
    where _landed_in in ({{ pending_loads(quarantine) }})
    union
    select batch_id from {{ ref(stage) }}
    where
        landed_in in ({{ pending_loads(stage) }})
        {%- for satellite in satellites %}
        or loaded_at in ({{ pending_loads(satellite) }})
        {%- endfor %}
{%- endmacro %}

{# By batch: its load time and the number of rows that were already known. #}
{% macro already_known_counts(keys, deliveries, kept) -%}
    select
        numbered.batch_id,
        min(numbered.loaded_at) as delivered_at,
        sum(
            case when numbered.delivery_number > 1 or kept.loaded_at is null then 1 else 0 end
        ) as already_known
    from (
        select
            *,
            row_number() over (
                partition by {{ keys | join(', ') }}, loaded_at
                order by batch_id
            ) as delivery_number
        from {{ deliveries }} as delivered
    ) as numbered
    left join ({{ kept }}) as kept
        on
            numbered.loaded_at = kept.loaded_at
            {%- for key in keys %}
            and numbered.{{ key }} is not distinct from kept.{{ key }}
            {%- endfor %}
    group by numbered.batch_id
{%- endmacro %}

{# The distinct keys and load times of the delivered rows that a satellite stores. #}
{% macro stored_keys(keys, satellites, deliveries) -%}
    {%- for satellite in satellites %}
    select
        {{ keys | join(', ') }},
        loaded_at
    from {{ ref(satellite) }}
    {%- if is_later_load() %}
    where loaded_at in (select loaded_at from {{ deliveries }} as delivered)
    {%- endif %}
    {{ 'union' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
