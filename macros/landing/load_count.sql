{#
    What became of the rows of one feed, batch by batch, as a select; of a table that exists only
    the batches that are pending or whose rows of load dates that vault tables got rows for.

    `loaded` counts in the vault, the other figures in landing, quarantine and staging, so that
    the four can disagree: landed = loaded + already known + quarantined is a test, not a
    definition. A row is already known when it was delivered twice with one load date, or when
    it repeats what a full snapshot had said before.

    Arguments:
        feed        name of the feed
        stage       name of its staging model
        keys        the columns of its key in staging and vault
        satellites  names of the vault tables that keep its rows

    Example:
        {{ load_count('orders', 'stg_shop__orders', ['order_hk'], ['sat_order__shop']) }}
#}
{% macro load_count(feed, stage, keys, satellites) -%}
    {%- set recounted = recounted_batches(feed, stage, satellites) -%}
    {%- set deliveries -%}
        (
            select * from {{ ref(stage) }}
            {%- if is_later_load() %}
            where loaded_at in (
                select loaded_at from {{ ref(stage) }} where batch_id in ({{ recounted }})
            )
            {%- endif %}
        )
    {%- endset -%}
    {%- set kept = loaded_keys(keys, satellites, deliveries) -%}
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
            and batch_id in ({{ recounted }})
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
    left join ({{ known_rows(keys, deliveries, kept) }}) as staged
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

{# The batches of a feed to count again: those of deliveries and vault rows that are new. #}
{% macro recounted_batches(feed, stage, satellites) -%}
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

{# By batch, when it arrived and the number of rows already known. #}
{% macro known_rows(keys, deliveries, kept) -%}
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

{# The distinct keys and load dates that any of the satellites keeps, of the deliveries. #}
{% macro loaded_keys(keys, satellites, deliveries) -%}
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
