{#
    The outcome of the rows of one feed per batch, as a query with CTEs inside it: with the CTEs of
    all feeds in one list, DuckDB would take seconds to plan. Once the table exists, only batches
    with new rows in landing or vault are counted again.

    `loaded` is counted in the vault, the other figures in landing, quarantine and staging, so that
    they can disagree: landed = loaded + already known + quarantined + held is tested, not true by
    definition. A row is already known if it was delivered twice with the same load time, or if it
    is unchanged since the last full snapshot; a rejected row, if it was delivered twice. `repeated`
    counts the already known rows that were delivered twice. A row that contradicts another one
    (flag_conflicts) counts as quarantined; a row of an accepted file that was corrected before the
    acceptance (mark_corrected_rows) is already known. `held` are accepted rows of a delivery that a
    gate holds back; they are not in the other counts until it is released.

    Arguments:
        feed  name of the feed

    Example:
        {{ load_count('orders') }}
#}
{% macro load_count(feed) -%}
{%- set declaration = feed_declaration(feed) -%}
{%- set stage, keys = declaration.stage, declaration.vault_key + times_of_feed(feed) -%}
{%- set satellites, quarantine = declaration.vault_tables, quarantine_of(feed) -%}
{%- set rejected_again -%}
    greatest(coalesce(landed.rejected, 0) - coalesce(rejected.quarantined, 0), 0)
{%- endset -%}
with
{% if is_later_load() -%}
recounted as (
    {{ recounted_batches(feed, stage, quarantine, satellites) }}
),
{%- endif %}
landed as (
    select
        deliveries.batch_id,
        sum(deliveries.landed) as landed,
        sum(deliveries.rejected) as rejected
    from {{ ref('stg_landing__deliveries') }} as deliveries
    {%- if is_later_load() %}
    inner join recounted
        on deliveries.batch_id = recounted.batch_id
    {%- endif %}
    where deliveries.feed = '{{ feed }}'
    group by deliveries.batch_id
),
{{ staged_rows_to_count(stage, keys) }}
kept as (
    {%- for satellite in satellites %}
    {{ rows_of_times(satellite, keys + ['loaded_at']) }}
    {{ 'union' if not loop.last }}
    {%- endfor %}
),
{{ matched_deliveries(feed, keys) }}
rejected as (
    select
        {{ batch_of_row() }} as batch_id,
        count(*) as quarantined
    from {{ ref(quarantine) }}
    group by {{ batch_of_row() }}
),
counts as (
    select
        '{{ feed }}' as feed,
        landed.batch_id,
        known.delivered_at,
        landed.landed,
        coalesce(loaded.loaded, 0) as loaded,
        coalesce(known.already_known, 0) + {{ rejected_again }} as already_known,
        coalesce(rejected.quarantined, 0) + coalesce(known.conflicting, 0) as quarantined,
        coalesce(known.repeated, 0) + {{ rejected_again }} as repeated,
        coalesce(known.held, 0) as held
    from landed
    left join rejected
        on landed.batch_id = rejected.batch_id
    left join known
        on landed.batch_id = known.batch_id
    left join loaded
        on landed.batch_id = loaded.batch_id
)

select * from counts
{%- endmacro %}

{#
    The CTE `staged` of load_count: the staged rows of the load times of the batches that are
    counted, with a digest of the conflicting ones.

    Arguments:
        stage  name of the staging model of the feed
        keys   the columns of its key in staging and vault

    Example:
        see load_count
#}
{% macro staged_rows_to_count(stage, keys) -%}
{%- set is_gated = is_released(stage) != 'true' -%}
{%- if is_later_load() %}
times as (
    select distinct staged.loaded_at
    from {{ ref(stage) }} as staged
    inner join recounted
        on staged.batch_id = recounted.batch_id
),
{%- endif %}
staged as (
    select
        {%- for key in keys %}
        counted.{{ key }},
        {%- endfor %}
        counted.loaded_at,
        counted.batch_id,
        coalesce(counted.is_conflicting, false)
        and not {{ is_accepted_load('counted.landed_in') }} as is_conflicting,
        {{ 'held.load is not null' if is_gated else 'false' }} as is_held,
        case
            when {{ is_accepted_load('counted.landed_in') }} then null
            when counted.is_conflicting then {{ row_digest('counted') }}
        end as conflict_digest
    from {{ ref(stage) }} as counted
    {%- if is_later_load() %}
    inner join times
        on counted.loaded_at = times.loaded_at
    {%- endif %}
    {%- if is_gated %}
    left join ({{ held_loads(stage) }}) as held
        on counted.landed_in = held.load
    {%- endif %}
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
numbered as (
    select
        *,
        row_number() over (
            partition by {{ columns }}, loaded_at, is_held, is_conflicting, conflict_digest
            order by batch_id
        ) as delivery_number,
        min(case when not is_held then batch_id end) over (
            partition by loaded_at
        ) as first_batch_id
    from staged
),
known as (
    select
        numbered.batch_id,
        min(numbered.loaded_at) as delivered_at,
        sum(case when numbered.is_held then 1 else 0 end) as held,
        sum(
            case when numbered.delivery_number > 1 and not numbered.is_held then 1 else 0 end
        ) as repeated,
        sum(
            case
                when numbered.is_conflicting and numbered.delivery_number = 1
                    and not numbered.is_held
                    then 1
                else 0
            end
        ) as conflicting,
        sum(
            case
                when numbered.is_held then 0
                when numbered.delivery_number > 1 then 1
                when numbered.is_conflicting then 0
                when kept.loaded_at is null then 1
                else 0
            end
        ) as already_known
    from numbered
    left join kept
        on
            numbered.loaded_at = kept.loaded_at
            {%- for key in keys %}
            and numbered.{{ key }} is not distinct from kept.{{ key }}
            {%- endfor %}
    group by numbered.batch_id
),
loaded as (
    select
        coalesce(numbered.batch_id, first_batches.first_batch_id) as batch_id,
        count(*) as loaded
    from kept
    left join numbered
        on
            kept.loaded_at = numbered.loaded_at
            {%- for key in keys %}
            and kept.{{ key }} is not distinct from numbered.{{ key }}
            {%- endfor %}
            and numbered.delivery_number = 1
            and not numbered.is_conflicting
            and not numbered.is_held
    inner join (
        select distinct
            loaded_at,
            first_batch_id
        from numbered
    ) as first_batches
        on kept.loaded_at = first_batches.loaded_at
    group by coalesce(numbered.batch_id, first_batches.first_batch_id)
),
{%- endmacro %}

{#
    The rows of a vault table that have a load time of the batches to count again; all in the first
    build. Rows that repeat the previous one are left out, because they have nothing new.

    Arguments:
        table    name of the table
        columns  list of the columns to select

    Example:
        see load_count
#}
{% macro rows_of_times(table, columns) -%}
    {%- set is_restricted = is_later_load() and is_delivered_as('fullSnapshot', table) -%}
    {%- set keys_of_times -%}
        {{ columns[0] }} in (
            select {{ columns[0] }} from {{ ref(table) }}
            where loaded_at in (select loaded_at from times)
        )
    {%- endset -%}
    select
        {%- for column in columns %}
        counted.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ rows_without_repeats(table, keys_of_times if is_restricted else 'true') }} as counted
    {%- if is_later_load() %}
    inner join times
        on counted.loaded_at = times.loaded_at
    {%- endif %}
{%- endmacro %}

{#
    The batches of a feed to count again: batches with new deliveries or vault rows. A late
    correction or snapshot may make a later row of its key redundant.

    Arguments:
        feed        name of the feed
        stage       name of its staging model
        quarantine  name of its quarantine
        satellites  names of the vault tables that keep its rows

    Example:
        see load_count
#}
{% macro recounted_batches(feed, stage, quarantine, satellites) -%}
    {%- set keys = feed_declaration(feed).vault_key -%}
    {%- set and_later = '>' if is_delivered_as('fullSnapshot', stage) -%}
    {#- Joins: DuckDB takes much longer to plan many queries in `in (...)`. -#}
    select deliveries.batch_id
    from {{ ref('stg_landing__deliveries') }} as deliveries
    inner join ({{ pending_keys(['stg_landing__deliveries']) }}) as pending
        on deliveries.feed || '/' || deliveries.landed_in = pending.refresh_key
    where deliveries.feed = '{{ feed }}'
    union
    select {{ batch_of_row() }} as batch_id
    from {{ ref(quarantine) }} as quarantined
    inner join ({{ pending_loads(quarantine) }}) as pending
        on quarantined._landed_in = pending.load
    {%- for source in [stage] + satellites %}
    union
    select staged.batch_id
    from {{ ref(stage) }} as staged
    inner join ({{ pending_loads(source) }}) as pending
        on staged.
            {{- 'landed_in =' if source == stage else 'loaded_at ' ~ and_later ~ '=' }} pending.load
    {%- if source != stage and execute
        and node_of(source).config.meta.get('keeps_corrections') %}
    union
    select staged.batch_id
    from {{ ref(stage) }} as staged
    inner join {{ ref(source) }} as corrected
        on
            {%- for key in keys %}
            {{ 'and ' if not loop.first }}staged.{{ key }} = corrected.{{ key }}
            {%- endfor %}
    inner join ({{ pending_loads(source) }}) as pending
        on corrected.loaded_at = pending.load
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{#
    The source time column of a feed in staging and vault, which distinguishes several states of a
    key in one delivery, as a list; empty for a reference table, which has no source time.

    Arguments:
        feed  name of the feed

    Example:
        see load_count
#}
{% macro times_of_feed(feed) -%}
    {%- set table = feed_declaration(feed).vault_tables[0] -%}
    {{ return([] if table.startswith('ref_') else ['effective_from']) }}
{%- endmacro %}
