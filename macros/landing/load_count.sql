{#
    The outcome of the rows of one feed, batch by batch, as CTEs; the last one is `<feed>_counts`.
    Once the table exists, only batches with new rows in landing or vault are counted again.

    `loaded` is counted in the vault, the other figures in landing, quarantine and staging, so that
    the four can disagree: landed = loaded + already known + quarantined is a test, not a
    definition. A row is already known if it was delivered twice with the same load time, or if
    it is unchanged since the last full snapshot; a rejected row, if it was delivered twice. Of
    those, `repeated` are rows that were delivered twice. A row that contradicts another one
    (flag_conflicts) counts as quarantined.

    Arguments:
        feed  name of the feed

    Example:
        {{ load_count('orders') }}
#}
{% macro load_count(feed) -%}
{%- set declaration = feed_declaration(feed) -%}
{%- set stage, keys = declaration.stage, declaration.vault_key + times_of_feed(feed) -%}
{%- set satellites, quarantine = declaration.vault_tables, quarantine_of(feed) -%}
{%- set columns = keys | join(', ') -%}
{%- set rejected_again -%}
    greatest(coalesce(landed.rejected, 0) - coalesce(rejected.quarantined, 0), 0)
{%- endset -%}
{% if is_later_load() -%}
{{ feed }}_recounted as (
    {{ recounted_batches(feed, stage, quarantine, satellites) }}
),
{%- endif %}
{{ feed }}_landed as (
    select
        batch_id,
        sum(landed) as landed,
        sum(rejected) as rejected
    from {{ ref('stg_landing__deliveries') }}
    where
        feed = '{{ feed }}'
        {%- if is_later_load() %}
        and batch_id in (select batch_id from {{ feed }}_recounted)
        {%- endif %}
    group by batch_id
),
{{ feed }}_staged as (
    select
        {{ columns }},
        loaded_at,
        batch_id,
        coalesce(is_conflicting, false) as is_conflicting,
        case when is_conflicting then {{ row_digest('stored') }} end as conflict_digest
    from {{ ref(stage) }} as stored
    {%- if is_later_load() %}
    where loaded_at in (
        select loaded_at from {{ ref(stage) }}
        where batch_id in (select batch_id from {{ feed }}_recounted)
    )
    {%- endif %}
),
{{ feed }}_kept as (
    {%- for satellite in satellites %}
    select
        {{ columns }},
        loaded_at
    from {{ ref(satellite) }}
    {%- if is_later_load() %}
    where loaded_at in (select loaded_at from {{ feed }}_staged)
    {%- endif %}
    {{ 'union' if not loop.last }}
    {%- endfor %}
),
{{ matched_deliveries(feed, keys) }}
{{ feed }}_rejected as (
    select
        {{ batch_of_row() }} as batch_id,
        count(*) as quarantined
    from {{ ref(quarantine) }}
    group by {{ batch_of_row() }}
),
{{ feed }}_counts as (
    select
        '{{ feed }}' as feed,
        landed.batch_id,
        known.delivered_at,
        landed.landed,
        coalesce(loaded.loaded, 0) as loaded,
        coalesce(known.already_known, 0) + {{ rejected_again }} as already_known,
        coalesce(rejected.quarantined, 0) + coalesce(known.conflicting, 0) as quarantined,
        coalesce(known.repeated, 0) + {{ rejected_again }} as repeated
    from {{ feed }}_landed as landed
    left join {{ feed }}_rejected as rejected
        on landed.batch_id = rejected.batch_id
    left join {{ feed }}_known as known
        on landed.batch_id = known.batch_id
    left join {{ feed }}_loaded as loaded
        on landed.batch_id = loaded.batch_id
),
{%- endmacro %}

{#
    The CTEs of load_count that match the staged rows of a feed with those kept in the vault.

    Arguments:
        feed  name of the feed
        keys  the columns of its key in staging and vault

    Example:
        see load_count
#}
{% macro matched_deliveries(feed, keys) -%}
{%- set columns = keys | join(', ') -%}
{{ feed }}_numbered as (
    select
        *,
        row_number() over (
            partition by {{ columns }}, loaded_at, is_conflicting, conflict_digest
            order by batch_id
        ) as delivery_number,
        min(batch_id) over (
            partition by loaded_at
        ) as first_batch_id
    from {{ feed }}_staged
),
{{ feed }}_known as (
    select
        numbered.batch_id,
        min(numbered.loaded_at) as delivered_at,
        sum(case when numbered.delivery_number > 1 then 1 else 0 end) as repeated,
        sum(
            case when numbered.is_conflicting and numbered.delivery_number = 1 then 1 else 0 end
        ) as conflicting,
        sum(
            case
                when numbered.delivery_number > 1 then 1
                when numbered.is_conflicting then 0
                when kept.loaded_at is null then 1
                else 0
            end
        ) as already_known
    from {{ feed }}_numbered as numbered
    left join {{ feed }}_kept as kept
        on
            numbered.loaded_at = kept.loaded_at
            {%- for key in keys %}
            and numbered.{{ key }} is not distinct from kept.{{ key }}
            {%- endfor %}
    group by numbered.batch_id
),
{{ feed }}_loaded as (
    select
        coalesce(numbered.batch_id, first_batches.first_batch_id) as batch_id,
        count(*) as loaded
    from {{ feed }}_kept as kept
    left join {{ feed }}_numbered as numbered
        on
            kept.loaded_at = numbered.loaded_at
            {%- for key in keys %}
            and kept.{{ key }} is not distinct from numbered.{{ key }}
            {%- endfor %}
            and numbered.delivery_number = 1
            and not numbered.is_conflicting
    inner join (
        select distinct
            loaded_at,
            first_batch_id
        from {{ feed }}_numbered
    ) as first_batches
        on kept.loaded_at = first_batches.loaded_at
    group by coalesce(numbered.batch_id, first_batches.first_batch_id)
),
{%- endmacro %}

{#
    The batches of a feed to count again: those of deliveries and vault rows that are new. A late
    correction may make a later row of its key redundant.

    Arguments:
        feed        name of the feed
        stage       name of its staging model
        quarantine  name of its quarantine
        satellites  names of the vault tables that keep its rows

    Example:
        see load_count
#}
{% macro recounted_batches(feed, stage, quarantine, satellites) -%}
    {%- set keys = feed_declaration(feed).vault_key | join(', ') -%}
    select batch_id from {{ ref('stg_landing__deliveries') }}
    where feed || '/' || landed_in in ({{ pending_keys(['stg_landing__deliveries']) }})
    union
    select {{ batch_of_row() }} as batch_id from {{ ref(quarantine) }}
    where _landed_in in ({{ pending_loads(quarantine) }})
    union
    select batch_id from {{ ref(stage) }}
    where landed_in in ({{ pending_loads(stage) }})
    {%- for satellite in satellites %}
    union
    select batch_id from {{ ref(stage) }}
    where loaded_at in ({{ pending_loads(satellite) }})
    {%- if execute and node_of(satellite).config.meta.get('keeps_corrections') %}
    union
    select batch_id from {{ ref(stage) }}
    where ({{ keys }}) in (
        select {{ keys }} from {{ ref(satellite) }}
        where loaded_at in ({{ pending_loads(satellite) }})
    )
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{#
    The source time of a feed's rows in staging and vault, which tells several states of a key in
    one delivery apart, as a list; empty for a reference table, which has none.

    Arguments:
        feed  name of the feed

    Example:
        see load_count
#}
{% macro times_of_feed(feed) -%}
    {%- set table = feed_declaration(feed).vault_tables[0] -%}
    {{ return([] if table.startswith('ref_') else ['effective_from']) }}
{%- endmacro %}
