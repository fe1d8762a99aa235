{#
    A select of one row for a satellite that stands for no row: hash key and hashdiff of zeros,
    times of 1900-01-01, the var `system_record_value` as record source, nulls else.

    With the var `enable_ghost_records` each satellite gets one by itself.

    Arguments:
        src_pk             hash key column
        src_hashdiff       hashdiff column
        src_payload        list of the columns to keep, or `exclude_columns` and `columns`
        src_extra_columns  further columns to keep (optional)
        src_eff            column of the source's own time of change (optional)
        src_ldts           load date column
        src_source         record source column
        source_model       name of the staging model

    Example:
        {{ automate_dv.create_ghost_record(src_pk='order_hk', src_hashdiff='order_hashdiff',
            src_payload=['order_status'], src_ldts='loaded_at', src_source='record_source',
            source_model='stg_shop__orders') }}
#}
{% macro create_ghost_record(
    src_pk=none, src_hashdiff=none, src_payload=none, src_extra_columns=none, src_eff=none,
    src_ldts=none, src_source=none, source_model=none
) -%}
    {%- do automate_dv.require_arguments('create_ghost_record', {
        'src_pk': src_pk, 'src_hashdiff': src_hashdiff, 'src_payload': src_payload,
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- set names = automate_dv.sat_columns(
        'create_ghost_record', src_pk, src_hashdiff, none, src_payload, src_extra_columns, src_eff,
        src_ldts, src_source, source_model
    ) -%}
    {{ automate_dv.ghost_row(names, automate_dv.column_names(src_eff), source_model) }}
{%- endmacro %}
