{#
    An effectivity satellite: when a relationship was open, by its driving key.

    By default like upstream: a row when a relationship starts, ends or starts again, for loads in
    order; see eff_sat_in_order, also for `is_auto_end_dating` (config or meta). With the var
    `replay_safe_loading` every delivery is kept, one row for each driving key, start and load time,
    and eff_sat_timeline derives the intervals.

    Arguments:
        src_pk             hash key column of the relationship, or a list
        src_dfk            hash key column of the driving side, or a list
        src_sfk            hash key column of the other side, or a list
        src_extra_columns  further columns to keep (optional)
        src_start_date     column of the start
        src_end_date       column of the end; the end of time for an open relationship
        src_eff            source time column
        src_ldts           load time column
        src_source         record source column
        source_model       name of the staging model

    Example:
        {{ automate_dv.eff_sat(src_pk='account_customer_hk', src_dfk='account_hk',
            src_sfk='customer_hk', src_start_date='start_at', src_end_date='end_at',
            src_eff='effective_from', src_ldts='loaded_at', src_source='record_source',
            source_model='stg_finance__accounts') }}
#}
{% macro eff_sat(
    src_pk=none, src_dfk=none, src_sfk=none, src_extra_columns=none, src_start_date=none,
    src_end_date=none, src_eff=none, src_ldts=none, src_source=none, source_model=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('eff_sat', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('eff_sat', {
        'src_pk': src_pk, 'src_dfk': src_dfk, 'src_sfk': src_sfk,
        'src_start_date': src_start_date, 'src_end_date': src_end_date, 'src_eff': src_eff,
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names('eff_sat', 'source_model', source_model) -%}
    {%- do automate_dv.check_columns(
        'eff_sat', {'src_start_date': src_start_date, 'src_end_date': src_end_date,
            'src_eff': src_eff, 'src_ldts': src_ldts, 'src_source': src_source},
        {'src_pk': src_pk, 'src_dfk': src_dfk, 'src_sfk': src_sfk,
            'src_extra_columns': src_extra_columns}, source_model
    ) -%}
    {{ adapter.dispatch('eff_sat', 'automate_dv')(
        src_pk=src_pk, src_dfk=src_dfk, src_sfk=src_sfk, src_extra_columns=src_extra_columns,
        src_start_date=src_start_date, src_end_date=src_end_date, src_eff=src_eff,
        src_ldts=src_ldts, src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}

{% macro default__eff_sat(
    src_pk, src_dfk, src_sfk, src_extra_columns, src_start_date, src_end_date, src_eff, src_ldts,
    src_source, source_model
) -%}
    {%- if not var('replay_safe_loading', false) -%}
    {{ automate_dv.eff_sat_in_order(
        src_pk, src_dfk, src_sfk, src_extra_columns, src_start_date, src_end_date, src_eff,
        src_ldts, src_source, source_model
    ) }}
    {%- else -%}
    {%- set drivers = automate_dv.as_list(src_dfk) -%}
    {{ automate_dv.new_deliveries(
        automate_dv.as_list([
            src_pk, drivers, src_sfk, src_extra_columns, src_start_date, src_end_date, src_eff,
            src_ldts, src_source,
        ]),
        drivers[0], drivers[1:] + [src_start_date], [src_pk, src_end_date, src_eff],
        src_ldts, source_model
    ) }}
    {%- endif -%}
{%- endmacro %}
