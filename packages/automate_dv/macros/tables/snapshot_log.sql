{#
    A log of full snapshots, one row per load time, with the decision whether the snapshot is held
    back: missing keys are not treated as deletions. Beyond upstream.

    A snapshot consists of all staged rows of its load time, whenever they arrive. It is held back
    if it lacks more than a share of the keys of the last complete snapshot before it, or has no
    keys. A ruling, an explicit decision on a load time, takes precedence over the share. Snapshots
    and rulings can be loaded in any order, and repeatedly: the macro decides again from the first
    load time with new rows or rulings, so the model must replace rows by `src_ldts`, and the
    staging model must keep the rows that it has loaded.

    Arguments:
        src_pk          hash key column
        src_ldts        load time column
        src_source      record source column
        source_model    name of the staging model that has every key of each snapshot
        src_rulings     name of a model with at most one row per load time (optional): src_ldts,
                        src_source, `is_complete`, `ruling` (its reason, a string) and
                        `is_snapshot`, whether there is a snapshot even if it has no row
        max_lost_share  largest share of the keys that may be missing (default 0.2)

    Example:
        {{ automate_dv.snapshot_log(src_pk='customer_hk', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_sap__kna1_presence') }}
#}
{% macro snapshot_log(
    src_pk=none, src_ldts=none, src_source=none, source_model=none, src_rulings=none,
    max_lost_share=0.2
) -%}
    {%- do automate_dv.refuse_unknown_arguments('snapshot_log', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('snapshot_log', {
        'src_pk': src_pk, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names('snapshot_log', 'source_model', source_model) -%}
    {%- do automate_dv.check_columns(
        'snapshot_log', {'src_pk': src_pk, 'src_ldts': src_ldts, 'src_source': src_source}, {},
        source_model, plain=true
    ) -%}
    {%- if src_rulings is not none -%}
        {%- do automate_dv.check_model_names('snapshot_log', 'src_rulings', src_rulings) -%}
        {%- do automate_dv.check_columns_exist('snapshot_log', {
            'src_rulings': [src_ldts, src_source, 'is_complete', 'ruling', 'is_snapshot'],
        }, src_rulings) -%}
    {%- endif -%}
    {%- if not 0 <= max_lost_share | string | float(-1) <= 1 -%}
        {%- do automate_dv.refuse(
            'snapshot_log', 'max_lost_share', 'a number from 0 to 1', max_lost_share
        ) -%}
    {%- endif -%}
    {%- set pk, ldts, source = src_pk, src_ldts, src_source -%}
    {%- set facts = ['key_count', 'compared_with', 'lost_keys', 'max_lost_share',
        'is_ruled_complete', 'ruling', 'is_held_back'] -%}
with recursive

{{ automate_dv.counted_snapshots(pk, ldts, source, source_model, src_rulings, max_lost_share) }}

{{ automate_dv.compared_snapshots(pk, max_lost_share) }}

{{ automate_dv.held_back_spans() }}

decided as (
    select
        numbered.{{ ldts }}, numbered.{{ source }},
        cast(numbered.key_count as integer) as key_count,
        bases.{{ ldts }} as compared_with,
        cast(compared.lost_keys as integer) as lost_keys,
        cast({{ max_lost_share }} as decimal(9, 6)) as max_lost_share,
        numbered.is_ruled_complete, numbered.ruling,
        compared.is_held_back
    from numbered
    left join held_back_spans as spans
        on numbered.place >= spans.starts_at
            and numbered.place <= coalesce(spans.ends_at, numbered.place)
    inner join compared
        on numbered.place = compared.place
            and coalesce(spans.starts_at, numbered.place) - 1 = compared.base_place
    left join numbered as bases on compared.base_place = bases.place
    where numbered.place > 0
),

changed as (
    select decided.* from decided
    {%- if automate_dv.is_any_incremental() %}
    left join {{ this }} as stored on decided.{{ ldts }} = stored.{{ ldts }}
    where stored.{{ ldts }} is null
        {%- for column in [source] + facts %}
        or decided.{{ column }} is distinct from stored.{{ column }}
        {%- endfor %}
    {%- endif %}
)

select {{ ([ldts, source] + facts) | join(', ') }} from changed
{%- endmacro %}
