{#
    An effectivity satellite: when a relationship was open, by its driving key.

    By default like upstream: a row when a relationship starts, ends or starts again, for loads in
    order; with `meta: {is_auto_end_dating: true}` a relationship ends when its driving key gets
    another partner. With the var `replay_safe_loading` every delivery is kept, one row for each
    driving key, start and load time, and eff_sat_timeline derives the intervals.

    Arguments:
        src_pk             hash key column of the relationship
        src_dfk            hash key column of the driving side, or a list
        src_sfk            hash key column of the other side, or a list
        src_extra_columns  further columns to keep (optional)
        src_start_date     column of the start
        src_end_date       column of the end; the end of time while it is open
        src_eff            column of the source's own time of change
        src_ldts           load time column
        src_source         record source column
        source_model       name of the staging model

    Example:
        {{ automate_dv.eff_sat(src_pk='account_customer_hk', src_dfk='account_hk',
            src_sfk='customer_hk', src_start_date='start_at', src_end_date='end_at',
            src_eff='effective_from', src_ldts='loaded_at', src_source='record_source',
            source_model='stg_finance__accounts') }}
#}
{% macro eff_sat(
    src_pk=none, src_dfk=none, src_sfk=none, src_extra_columns=none, src_start_date=none,
    src_end_date=none, src_eff=none, src_ldts=none, src_source=none, source_model=none
) -%}
    {%- do automate_dv.require_arguments('eff_sat', {
        'src_pk': src_pk, 'src_dfk': src_dfk, 'src_sfk': src_sfk,
        'src_start_date': src_start_date, 'src_end_date': src_end_date, 'src_eff': src_eff,
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- set drivers, partners = automate_dv.as_list(src_dfk), automate_dv.as_list(src_sfk) -%}
    {%- set kept = automate_dv.as_list(
        [src_pk, drivers, partners, src_extra_columns, src_start_date]
    ) -%}
    {%- set columns = kept + [src_end_date, src_eff, src_ldts, src_source] -%}
    {%- if var('replay_safe_loading', false) -%}
        {{ automate_dv.new_deliveries(
            columns, drivers[0], drivers[1:] + [src_start_date], [src_pk, src_end_date, src_eff],
            src_ldts, source_model
        ) }}
    {%- else -%}
    {%- set pk, end, eff, ldts, source = automate_dv.column_names(
        [src_pk, src_end_date, src_eff, src_ldts, src_source]
    ) -%}
    {%- set last_day -%} cast('{{ automate_dv.max_datetime() }}' as date) {%- endset -%}
with

delivered as (
    select {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.source_rows(source_model) }}
),

staged as (
    select distinct * from delivered
    where {{ automate_dv.multikey(drivers + partners, condition='is not null') }}
),
{%- if automate_dv.is_any_incremental() %}

newest_stored as (
    select stored.*
    from {{ this }} as stored
    where exists (
        select 1 from staged
        where {{ automate_dv.multikey(drivers, prefix=['stored', 'staged'], condition='=') }}
    )
    qualify row_number() over (
        partition by stored.{{ pk }}
        order by stored.{{ ldts }} desc, stored.{{ end }}
    ) = 1
),

changed as (
    select staged.{{ automate_dv.column_names(columns) | join(', staged.') }}
    from staged
    left join newest_stored on staged.{{ pk }} = newest_stored.{{ pk }}
    where
        newest_stored.{{ pk }} is null
        or (cast(staged.{{ end }} as date) = {{ last_day }})
        <> (cast(newest_stored.{{ end }} as date) = {{ last_day }})
    {%- if (config.get('meta') or {}).get('is_auto_end_dating', false) %}
    union
    select
        newest_stored.{{ automate_dv.column_names(kept) | join(', newest_stored.') }},
        staged.{{ eff }} as {{ end }},
        staged.{{ eff }}, staged.{{ ldts }}, newest_stored.{{ source }}
    from newest_stored
    inner join staged
        on {{ automate_dv.multikey(drivers, prefix=['newest_stored', 'staged'], condition='=') }}
    where
        cast(newest_stored.{{ end }} as date) = {{ last_day }}
        and {{ automate_dv.multikey(partners, ['newest_stored', 'staged'], '<>', operator='or') }}
    {%- endif %}
)
{%- else %}

changed as (select * from staged)
{%- endif %}

select * from changed
    {%- endif -%}
{%- endmacro %}
