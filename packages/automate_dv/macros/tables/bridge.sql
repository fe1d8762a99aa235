{#
    A bridge: for each as-of date the keys of a hub and, along links, the keys of the relationships
    that were open at that date by their effectivity satellites.

    A relationship is open if the last row loaded until the date has no end, like upstream. With the
    var `replay_safe_loading` it is open until the end in that row, which may be after the date.

    The materialization `bridge_incremental` refreshes only what may have changed: the as-of dates
    from the earliest staged load time on, new keys, and new dates.

    Arguments:
        src_pk             hash key column of the hub
        src_extra_columns  further columns of the hub to keep (optional)
        as_of_dates_table  name of the model with a column `as_of_date`, or a mapping of a source's
                           name to its table
        bridge_walk        the steps, by name, in order: each a mapping of `bridge_link_pk` (name in
                           the result), `link_table`, `link_pk`, `link_fk1` (from), `link_fk2` (to),
                           `eff_sat_table`, `eff_sat_pk`, `eff_sat_end_date`, `eff_sat_load_date`
        stage_tables_ldts  for each staging model, by name, its load time column
        src_ldts           load time column of the hub
        source_model       name of the hub
        is_by_key          whether each staging model has `src_pk` and its rows affect only their
                           key, not all keys (beyond upstream; default false)

    Example:
        {{ automate_dv.bridge(src_pk='account_hk', as_of_dates_table='month_ends', bridge_walk={
                'account_customer': {
                    'bridge_link_pk': 'link_account_customer_pk',
                    'link_table': 'link_account_customer', 'link_pk': 'account_customer_hk',
                    'link_fk1': 'account_hk', 'link_fk2': 'customer_hk',
                    'eff_sat_table': 'effective_account_customer',
                    'eff_sat_pk': 'account_customer_hk', 'eff_sat_end_date': 'end_at',
                    'eff_sat_load_date': 'start_at',
                },
            }, stage_tables_ldts={'stg_finance__accounts': 'effective_from'},
            src_ldts='loaded_at', source_model='hub_account') }}
#}
{% macro bridge(
    src_pk=none, src_extra_columns=none, as_of_dates_table=none, bridge_walk=none,
    stage_tables_ldts=none, src_ldts=none, source_model=none, is_by_key=false
) -%}
    {%- do automate_dv.refuse_unknown_arguments('bridge', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('bridge', {
        'src_pk': src_pk, 'as_of_dates_table': as_of_dates_table, 'bridge_walk': bridge_walk,
        'stage_tables_ldts': stage_tables_ldts, 'src_ldts': src_ldts,
        'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names('bridge', 'source_model', source_model) -%}
    {%- do automate_dv.check_flag('bridge', 'is_by_key', is_by_key) -%}
    {%- do automate_dv.check_mapping('bridge', 'bridge_walk', bridge_walk) -%}
    {%- for name, step in bridge_walk.items() -%}
        {%- do automate_dv.check_mapping('bridge', 'bridge_walk.' ~ name, step, [
            'bridge_link_pk', 'link_table', 'link_pk', 'link_fk1', 'link_fk2', 'eff_sat_table',
            'eff_sat_pk', 'eff_sat_end_date', 'eff_sat_load_date',
        ], ['bridge_start_date', 'bridge_end_date', 'bridge_load_date']) -%}
        {%- for table, columns in {
            'link_table': ['link_pk', 'link_fk1', 'link_fk2'],
            'eff_sat_table': ['eff_sat_pk', 'eff_sat_end_date', 'eff_sat_load_date'],
        }.items() -%}
            {%- set given = {} -%}
            {%- for column in columns -%}
                {%- do given.update({'bridge_walk.' ~ name ~ '.' ~ column: step[column]}) -%}
            {%- endfor -%}
            {%- do automate_dv.check_model_names(
                'bridge', 'bridge_walk.' ~ name ~ '.' ~ table, step[table]
            ) -%}
            {%- do automate_dv.check_columns('bridge', given, {}, step[table], plain=true) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do automate_dv.check_new_names(
        'bridge', 'bridge_walk', bridge_walk.values() | map(attribute='bridge_link_pk') | list
    ) -%}
    {%- do automate_dv.check_points_in_time(
        'bridge', as_of_dates_table, stage_tables_ldts, src_pk if is_by_key else none
    ) -%}
    {%- do automate_dv.check_columns(
        'bridge', {'src_pk': src_pk, 'src_ldts': src_ldts},
        {'src_extra_columns': src_extra_columns}, none, plain=true
    ) -%}
    {#- The load time of the hub is not read. -#}
    {%- do automate_dv.check_columns_exist(
        'bridge', {'src_pk': src_pk, 'src_extra_columns': src_extra_columns}, source_model
    ) -%}
    {%- do automate_dv.refuse_plain_incremental('bridge', 'bridge_incremental') -%}
    {#- A project's own version for upstream does not have the argument. -#}
    {%- set beyond_upstream = {'is_by_key': true} if is_by_key else {} -%}
    {{ adapter.dispatch('bridge', 'automate_dv')(
        src_pk=src_pk, src_extra_columns=src_extra_columns, as_of_dates_table=as_of_dates_table,
        bridge_walk=bridge_walk, stage_tables_ldts=stage_tables_ldts, src_ldts=src_ldts,
        source_model=source_model, **beyond_upstream
    ) }}
{%- endmacro %}

{% macro default__bridge(
    src_pk, src_extra_columns, as_of_dates_table, bridge_walk, stage_tables_ldts, src_ldts,
    source_model, is_by_key=false
) -%}
    {%- set keys = automate_dv.as_list([src_pk, src_extra_columns]) -%}
    {%- set columns = keys + ['as_of_date'] -%}
with

{{ automate_dv.points_in_time(
    keys, as_of_dates_table, stage_tables_ldts, source_model, is_by_key
) }}
{%- for step in bridge_walk.values() %}
{%- set previous = 'points_in_time' if loop.first else 'step_' ~ loop.index0 %}
{%- set from_key = src_pk if loop.first else 'next_key' %}
{%- set carried = previous ~ '.' ~ columns | join(', ' ~ previous ~ '.') %}

effectivity_{{ loop.index }} as (
    {{ automate_dv.effectivity_spans(
        step, previous, from_key, is_by_key and automate_dv.is_any_incremental()
    ) }}
),

step_{{ loop.index }} as (
    select
        {{ carried }},
        link.{{ step['link_pk'] }} as {{ step['bridge_link_pk'] }},
        link.{{ step['link_fk2'] }} as next_key
    from {{ previous }}
    inner join {{ ref(step['link_table']) }} as link
        on {{ previous }}.{{ from_key }} = link.{{ step['link_fk1'] }}
    inner join effectivity_{{ loop.index }} as effectivity
        on
            link.{{ step['link_pk'] }} = effectivity.{{ step['eff_sat_pk'] }}
            and {{ previous }}.as_of_date >= effectivity.{{ step['eff_sat_load_date'] }}
            and {{ previous }}.as_of_date
            < coalesce(effectivity.valid_until, {{ automate_dv.after_all_dates() }})
            {%- if var('replay_safe_loading', false) %}
            and effectivity.{{ step['eff_sat_end_date'] }} > {{ previous }}.as_of_date
            {%- else %}
            and {{ automate_dv.is_open('effectivity', step['eff_sat_end_date']) }}
            {%- endif %}
),
{%- do columns.append(step['bridge_link_pk']) %}
{%- endfor %}

computed as (select {{ columns | join(', ') }} from step_{{ bridge_walk | length }}),

{{ automate_dv.pit_delta(columns) }}
{%- endmacro %}
