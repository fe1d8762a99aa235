{#
    A point-in-time table: for each key of a hub and each as-of date, the row of each satellite that
    was valid then, by its key and load date; the ghost key and 1900-01-01 where there was none.

    With the materialisation `pit_incremental` only what changed is computed again: the staged keys
    from their earliest staged load date on, new keys, and new dates.

    Arguments:
        src_pk             hash key column of the hub
        src_extra_columns  further columns of the hub to keep (optional)
        as_of_dates_table  name of the model with a column `as_of_date`
        satellites         for each satellite, by name, a mapping of `pk` and `ldts`, each to a
                           mapping of the ending of the column's name to the column
        stage_tables_ldts  for each staging model, by name, its load date column; each has src_pk
        src_ldts           load date column of the hub
        source_model       name of the hub

    Example:
        {{ automate_dv.pit(src_pk='customer_hk', as_of_dates_table='month_ends',
            satellites={'sat_customer__sap': {
                'pk': {'pk': 'customer_hk'}, 'ldts': {'ldts': 'loaded_at'},
            }}, stage_tables_ldts={'stg_sap__kna1': 'loaded_at'}, src_ldts='loaded_at',
            source_model='hub_customer') }}
        gives customer_hk, as_of_date, sat_customer__sap_pk, sat_customer__sap_ldts
#}
{% macro pit(
    src_pk=none, src_extra_columns=none, as_of_dates_table=none, satellites=none,
    stage_tables_ldts=none, src_ldts=none, source_model=none
) -%}
    {%- do automate_dv.require_arguments('pit', {
        'src_pk': src_pk, 'as_of_dates_table': as_of_dates_table, 'satellites': satellites,
        'stage_tables_ldts': stage_tables_ldts, 'src_ldts': src_ldts,
        'source_model': source_model,
    }) -%}
    {%- set keys = [src_pk] + automate_dv.as_list(src_extra_columns) -%}
    {%- set names = keys + ['as_of_date'] -%}
with

{{ automate_dv.moments_to_compute(
    keys, as_of_dates_table, stage_tables_ldts, source_model, is_by_key=true
) }}
{{ automate_dv.satellite_spans(satellites) }}

computed as (

    {{ automate_dv.pit_rows(names, satellites) }}

),

{{ automate_dv.told_moments(automate_dv.pit_columns(names, satellites)) }}
{%- endmacro %}
