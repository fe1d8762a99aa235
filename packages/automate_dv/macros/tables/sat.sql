{#
    A satellite: what a source said of a key, and when.

    By default one row per change, for loads that come in order, as upstream. With the var
    `replay_safe_loading` any batch may come at any time and any number of times:

    - of a change feed a row is kept for each key and load date that was delivered, so that a late
      batch finds its place; repeats are dropped by the reader `sat_timeline`;
    - of a full snapshot (with `src_status` and `src_snapshots`) only changes are kept, and a late
      snapshot restates what the snapshot after it had said.

    Arguments:
        src_pk         hash key column
        src_hashdiff   hashdiff column
        src_payload    list of the columns to keep
        src_ldts       load date column
        src_source     record source column
        source_model   name of the staging model
        src_eff        column of the source's own time of change (optional)
        src_extra_columns  further columns to keep (optional)
        src_status     name of the status satellite of the same snapshots (full snapshots only)
        src_snapshots  name of the log of the same snapshots (full snapshots only)

    Example:
        {{ automate_dv.sat(src_pk='order_hk', src_hashdiff='order_hashdiff',
            src_payload=['order_status'], src_eff='effective_from', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_shop__orders') }}
#}
{% macro sat(
    src_pk, src_hashdiff, src_payload, src_ldts, src_source, source_model, src_eff=none,
    src_extra_columns=none, src_status=none, src_snapshots=none
) -%}
    {%- do automate_dv.require_arguments('sat', {
        'src_pk': src_pk, 'src_hashdiff': src_hashdiff, 'src_payload': src_payload,
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- set columns = automate_dv.as_list(src_pk) + [src_hashdiff]
        + automate_dv.as_list(src_payload) + automate_dv.as_list(src_extra_columns)
        + automate_dv.as_list(src_eff) + [src_ldts, src_source] -%}
    {%- if not var('replay_safe_loading', false) -%}
        {{ automate_dv.sat_in_order(src_pk, src_hashdiff, src_ldts, columns, source_model) }}
    {%- elif src_snapshots -%}
        {{ automate_dv.sat_of_snapshots(
            src_pk, src_hashdiff, src_ldts, src_source, columns, source_model, src_status, src_snapshots
        ) }}
    {%- else -%}
        {{ automate_dv.new_deliveries([src_pk], src_hashdiff, src_ldts, columns, source_model) }}
    {%- endif -%}
{%- endmacro %}
