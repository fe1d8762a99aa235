{#
    A point-in-time table: per key of a hub and as-of date the valid row of each satellite, by its
    key and load time. A key without a row gets the ghost key and 1900-01-01.

    If the source time of the satellite is also given (`eff`), it is part of the result, and the row
    with the greatest source time delivered so far is valid. So a state that arrives after a newer
    one is never valid, and among several states in one load the last one is.

    In a satellite of full snapshots, a late snapshot leaves rows that repeat the previous row. If
    its hashdiff column is also given (`hashdiff`), they are skipped, so that the result does not
    depend on the order of loads.

    The materialization `pit_incremental` refreshes only what may have changed: staged keys from
    their earliest staged load time on, new keys, and new dates.

    Arguments:
        src_pk             hash key column of the hub
        src_extra_columns  further columns of the hub to keep (optional)
        as_of_dates_table  name of the model with a column `as_of_date`, or a mapping of a source's
                           name to its table
        satellites         for each satellite, by name, a mapping of `pk`, `ldts` and (beyond
                           upstream, optional) `eff`, each to a mapping of the suffix of the
                           column's name to the column, and of `hashdiff` (optional) to its column
        stage_tables_ldts  for each staging model, by name, its load time column; each has src_pk
        src_ldts           load time column of the hub
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
    {%- do automate_dv.refuse_unknown_arguments('pit', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('pit', {
        'src_pk': src_pk, 'as_of_dates_table': as_of_dates_table, 'satellites': satellites,
        'stage_tables_ldts': stage_tables_ldts, 'src_ldts': src_ldts,
        'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names('pit', 'source_model', source_model) -%}
    {%- do automate_dv.check_mapping('pit', 'satellites', satellites) -%}
    {%- for name, satellite in satellites.items() -%}
        {%- do automate_dv.check_mapping(
            'pit', 'satellites.' ~ name, satellite, ['pk', 'ldts'], ['eff', 'hashdiff']
        ) -%}
        {%- for key, column in satellite.items() if key != 'hashdiff' -%}
            {%- do automate_dv.check_pair('pit', 'satellites.' ~ name ~ '.' ~ key, column) -%}
        {%- endfor -%}
        {%- do automate_dv.check_new_names(
            'pit', 'satellites.' ~ name,
            satellite['pk'] | list + satellite['ldts'] | list + (satellite['eff'] or {}) | list
        ) -%}
        {%- do automate_dv.check_columns('pit', {
            'satellites.' ~ name ~ '.hashdiff': satellite['hashdiff'],
        }, {'satellites.' ~ name: satellite['pk'].values() | list + satellite['ldts'].values()
            | list + (satellite['eff'] or {}).values() | list}, name, plain=true) -%}
    {%- endfor -%}
    {%- do automate_dv.check_points_in_time(
        'pit', as_of_dates_table, stage_tables_ldts,
        src_pk if config.get('materialized') == 'pit_incremental' else none
    ) -%}
    {%- do automate_dv.check_columns(
        'pit', {'src_pk': src_pk, 'src_ldts': src_ldts},
        {'src_extra_columns': src_extra_columns}, none, plain=true
    ) -%}
    {#- The load time of the hub is not read. -#}
    {%- do automate_dv.check_columns_exist(
        'pit', {'src_pk': src_pk, 'src_extra_columns': src_extra_columns}, source_model
    ) -%}
    {%- do automate_dv.refuse_plain_incremental('pit', 'pit_incremental') -%}
    {{ adapter.dispatch('pit', 'automate_dv')(
        src_pk=src_pk, src_extra_columns=src_extra_columns, as_of_dates_table=as_of_dates_table,
        satellites=satellites, stage_tables_ldts=stage_tables_ldts, src_ldts=src_ldts,
        source_model=source_model
    ) }}
{%- endmacro %}

{% macro default__pit(
    src_pk, src_extra_columns, as_of_dates_table, satellites, stage_tables_ldts, src_ldts,
    source_model
) -%}
    {%- set keys = automate_dv.as_list([src_pk, src_extra_columns]) -%}
    {%- set columns = keys + ['as_of_date'] -%}
with

{{ automate_dv.points_in_time(
    keys, as_of_dates_table, stage_tables_ldts, source_model, is_by_key=true
) }}
{%- for name, satellite in satellites.items() %}
{{ automate_dv.satellite_spans(name, satellite, src_pk) }}
{%- endfor %}

computed as (
    select
        points_in_time.{{ columns | join(', points_in_time.') }}
        {%- for name, satellite in satellites.items() %}
        {%- set pk, ldts = satellite['pk'] | first, satellite['ldts'] | first %}
        {%- set eff = satellite['eff'] | first if satellite['eff'] else none %}
        {%- do columns.extend([name ~ '_' ~ pk, name ~ '_' ~ ldts]) %},
        coalesce({{ name }}_spans.pk, {{ automate_dv.ghost_key() }}) as {{ name }}_{{ pk }},
        coalesce(
            {{ name }}_spans.valid_from, cast('1900-01-01' as {{ automate_dv.type_timestamp() }})
        ) as {{ name }}_{{ ldts }}
        {%- if eff %}
        {%- do columns.append(name ~ '_' ~ eff) %},
        coalesce(
            {{ name }}_spans.changed_at, cast('1900-01-01' as {{ automate_dv.type_timestamp() }})
        ) as {{ name }}_{{ eff }}
        {%- endif %}
        {%- endfor %}
    from points_in_time
    {%- for name in satellites %}
    left join {{ name }}_spans
        on
            points_in_time.{{ src_pk }} = {{ name }}_spans.pk
            and points_in_time.as_of_date >= {{ name }}_spans.valid_from
            and points_in_time.as_of_date < {{ name }}_spans.valid_until
    {%- endfor %}
),

{{ automate_dv.pit_delta(columns) }}
{%- endmacro %}
