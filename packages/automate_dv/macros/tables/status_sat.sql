{#
    A status satellite: when a key came, was missing from a full snapshot, and came back. Beyond
    upstream.

    Each load date of the staged rows is one complete snapshot. Snapshots may come in any order and
    any number of times; readers drop what late ones leave behind with `status_timeline`.

    Arguments:
        src_pk         hash key column
        src_ldts       load date column
        src_source     record source column
        source_model   name of the staging model that has every key of each snapshot
        src_snapshots  name of the log of the same snapshots

    Example:
        {{ automate_dv.status_sat(src_pk='customer_hk', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_sap__kna1_presence',
            src_snapshots='snapshot_log__sap_kna1') }}
#}
{% macro status_sat(
    src_pk=none, src_ldts=none, src_source=none, source_model=none, src_snapshots=none
) -%}
    {%- do automate_dv.require_arguments('status_sat', {
        'src_pk': src_pk, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model, 'src_snapshots': src_snapshots,
    }) -%}
with

staged as (

    select distinct
        {{ src_pk }},
        {{ src_ldts }}
    from {{ automate_dv.source_rows(source_model, whole=src_ldts) }}
    where {{ src_pk }} is not null

),

{{ automate_dv.affected_snapshots(src_ldts, src_source, ref(src_snapshots)) }}

{{ automate_dv.standing_at_snapshots(src_pk, src_ldts, src_source) }}

{{ automate_dv.status_changes(src_pk, src_ldts, src_source) }}
{%- endmacro %}
