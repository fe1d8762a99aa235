{#
    A multi-active satellite: the whole set of a key's members, each time one of them changed.

    With the var `replay_safe_loading` a set is kept for each key and load date that was delivered.
    A key whose set became empty is delivered, and kept, as one row whose child keys are null.

    Arguments:
        src_pk         hash key column
        src_cdk        list of the child key columns
        src_hashdiff   hashdiff column
        src_payload    list of the columns to keep
        src_ldts       load date column
        src_source     record source column
        source_model   name of the staging model
        src_eff        column of the source's own time of change (optional)
        src_extra_columns  further columns to keep (optional)

    Example:
        {{ automate_dv.ma_sat(src_pk='customer_hk', src_cdk=['contact_id'],
            src_hashdiff='contact_hashdiff', src_payload=['email'], src_eff='effective_from',
            src_ldts='loaded_at', src_source='record_source',
            source_model='stg_salesforce__contacts') }}
#}
{% macro ma_sat(
    src_pk, src_cdk, src_hashdiff, src_payload, src_ldts, src_source, source_model, src_eff=none,
    src_extra_columns=none
) -%}
    {%- do automate_dv.require_arguments('ma_sat', {
        'src_pk': src_pk, 'src_cdk': src_cdk, 'src_hashdiff': src_hashdiff,
        'src_payload': src_payload, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model,
    }) -%}
    {%- set child_keys = automate_dv.as_list(src_cdk) -%}
    {%- set columns = automate_dv.as_list(src_pk) + [src_hashdiff] + child_keys
        + automate_dv.as_list(src_payload) + automate_dv.as_list(src_extra_columns)
        + automate_dv.as_list(src_eff) + [src_ldts, src_source] -%}
    {%- if var('replay_safe_loading', false) -%}
        {{ automate_dv.new_deliveries(
            [src_pk] + child_keys, src_hashdiff, src_ldts, columns, source_model
        ) }}
    {%- else -%}
        {{ automate_dv.ma_sat_in_order(
            src_pk, child_keys, src_hashdiff, src_ldts, columns, source_model
        ) }}
    {%- endif -%}
{%- endmacro %}
