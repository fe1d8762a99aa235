{#
    A multi-active satellite: all members of a key's set, each time one of them changed.

    With the var `replay_safe_loading` a set is kept for each key and load time that was delivered.
    A set that became empty is delivered, and kept, as one row whose child keys are null.

    Arguments:
        src_pk             hash key column
        src_cdk            list of the child key columns
        src_hashdiff       hashdiff column
        src_payload        list of the columns to keep, or `exclude_columns` and `columns`
        src_extra_columns  further columns to keep (optional)
        src_eff            column of the source's own time of change (optional)
        src_ldts           load time column
        src_source         record source column
        source_model       name of the staging model

    Example:
        {{ automate_dv.ma_sat(src_pk='customer_hk', src_cdk=['contact_id'],
            src_hashdiff='contact_hashdiff', src_payload=['email'], src_eff='effective_from',
            src_ldts='loaded_at', src_source='record_source',
            source_model='stg_salesforce__contacts') }}
#}
{% macro ma_sat(
    src_pk=none, src_cdk=none, src_hashdiff=none, src_payload=none, src_extra_columns=none,
    src_eff=none, src_ldts=none, src_source=none, source_model=none
) -%}
    {%- do automate_dv.require_arguments('ma_sat', {
        'src_pk': src_pk, 'src_cdk': src_cdk, 'src_hashdiff': src_hashdiff,
        'src_payload': src_payload, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model,
    }) -%}
    {%- set columns = automate_dv.sat_columns(
        'ma_sat', src_pk, src_hashdiff, src_cdk, src_payload, src_extra_columns, src_eff, src_ldts,
        src_source, source_model
    ) -%}
    {%- if var('replay_safe_loading', false) -%}
        {{ automate_dv.new_deliveries(columns, source_model) }}
    {%- else -%}
        {{ automate_dv.ma_sat_in_order(columns, source_model) }}
    {%- endif -%}
{%- endmacro %}
