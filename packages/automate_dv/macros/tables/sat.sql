{#
    A satellite: the descriptive columns of a key, and when a source delivered them.

    By default one row per change, for loads in order, like upstream. With the var
    `replay_safe_loading` batches can be loaded in any order, and repeatedly; see the README.

    Arguments:
        src_pk             hash key column
        src_hashdiff       hashdiff column
        src_payload        list of the columns to keep, or `exclude_columns` and `columns`
        src_extra_columns  further columns to keep (optional)
        src_eff            column of the source's own time of change (optional)
        src_ldts           load time column
        src_source         record source column
        source_model       name of the staging model
        src_status         status satellite of the same snapshots (full snapshots only)
        src_snapshots      log of the same snapshots (full snapshots only)

    Example:
        {{ automate_dv.sat(src_pk='order_hk', src_hashdiff='order_hashdiff',
            src_payload=['order_status'], src_eff='effective_from', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_shop__orders') }}
#}
{% macro sat(
    src_pk=none, src_hashdiff=none, src_payload=none, src_extra_columns=none, src_eff=none,
    src_ldts=none, src_source=none, source_model=none, src_status=none, src_snapshots=none
) -%}
    {%- do automate_dv.require_arguments('sat', {
        'src_pk': src_pk, 'src_hashdiff': src_hashdiff, 'src_payload': src_payload,
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- set columns = automate_dv.sat_columns(
        'sat', src_pk, src_hashdiff, none, src_payload, src_extra_columns, src_eff, src_ldts,
        src_source, source_model
    ) -%}
    {%- set query -%}
        {%- if not var('replay_safe_loading', false) -%}
            {{ automate_dv.sat_in_order(columns, source_model) }}
        {%- elif src_snapshots or src_status -%}
            {%- do automate_dv.require_arguments(
                'sat', {'src_status': src_status, 'src_snapshots': src_snapshots}
            ) -%}
            {{ automate_dv.sat_snapshots(columns, source_model, src_status, src_snapshots) }}
        {%- else -%}
            {{ automate_dv.new_deliveries(columns, source_model) }}
        {%- endif -%}
    {%- endset -%}
    {%- if not var('enable_ghost_records', false) -%}
{{ query }}
    {%- else -%}
select * from (
    {{ query }}
) as delivered
union all
select * from (
    {{ automate_dv.create_ghost_record(
        src_pk, src_hashdiff, src_payload, src_extra_columns, src_eff, src_ldts, src_source,
        source_model
    ) }}
) as ghost
        {%- if automate_dv.is_any_incremental() %}
where not exists (
    select 1 from {{ this }} as stored
    where stored.{{ columns.pk }} = ghost.{{ columns.pk }}
)
        {%- endif %}
    {%- endif -%}
{%- endmacro %}
