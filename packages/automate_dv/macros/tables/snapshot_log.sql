{#
    A log of full snapshots: one row per load time, for snapshots in any order. Beyond upstream.

    Arguments:
        src_ldts      load time column
        src_source    record source column
        source_model  name of the staging model that has every key of each snapshot

    Example:
        {{ automate_dv.snapshot_log(src_ldts='loaded_at', src_source='record_source',
            source_model='stg_sap__kna1_presence') }}
#}
{% macro snapshot_log(src_ldts=none, src_source=none, source_model=none) -%}
    {%- do automate_dv.require_arguments('snapshot_log', {
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
with

snapshots as (
    select
        {{ src_ldts }},
        min({{ src_source }}) as {{ src_source }}
    from {{ automate_dv.source_rows(source_model) }}
    where {{ src_ldts }} is not null
    group by {{ src_ldts }}
),

new_rows as (
    select * from snapshots
    {%- if automate_dv.is_any_incremental() %}
    where {{ src_ldts }} not in (select {{ src_ldts }} from {{ this }})
    {%- endif %}
)

select * from new_rows
{%- endmacro %}
