{#
    An effectivity satellite: from when until when a relationship was open, by its driving key.

    By default like upstream: a row when a relationship starts, ends or starts again, for loads in
    order; with `meta: {is_auto_end_dating: true}` a relationship ends when its driving key gets
    another partner. With the var `replay_safe_loading` every delivery is kept, one row for each
    driving key, start and load time, and eff_sat_timeline derives the intervals.

    Arguments:
        src_pk             hash key column of the relationship
        src_dfk            hash key column of the driving side, or a list
        src_sfk            hash key column of the other side, or a list
        src_extra_columns  further columns to keep (optional)
        src_start_date     column of the start
        src_end_date       column of the end; the end of time while it is open
        src_eff            column of the source's own time of change
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
    {%- do automate_dv.require_arguments('eff_sat', {
        'src_pk': src_pk, 'src_dfk': src_dfk, 'src_sfk': src_sfk,
        'src_start_date': src_start_date, 'src_end_date': src_end_date, 'src_eff': src_eff,
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- set drivers = automate_dv.as_list(src_dfk) -%}
    {%- set unchanged = [src_pk] + drivers + automate_dv.as_list(src_sfk)
        + automate_dv.as_list(src_extra_columns) + [src_start_date] -%}
    {%- set names = unchanged + [src_end_date, src_eff, src_ldts, src_source] -%}
    {%- set key = automate_dv.column_names(drivers + [src_start_date]) -%}
    {%- set columns = {
        'staged': automate_dv.select_list(names),
        'staged_pk': automate_dv.source_names(drivers)[0],
        'stored': automate_dv.column_names(names),
        'unchanged': automate_dv.column_names(unchanged),
        'pk': key[0],
        'child_keys': key[1:],
        'change_columns': automate_dv.column_names([src_pk, src_end_date, src_eff]),
        'relationship': automate_dv.column_names(src_pk)[0],
        'drivers': automate_dv.column_names(drivers),
        'partners': automate_dv.column_names(src_sfk),
        'end': automate_dv.column_names(src_end_date)[0],
        'eff': automate_dv.column_names(src_eff)[0],
        'ldts': automate_dv.column_names(src_ldts)[0],
        'source': automate_dv.column_names(src_source)[0],
    } -%}
    {%- if var('replay_safe_loading', false) -%}
        {{ automate_dv.new_deliveries(columns, source_model) }}
    {%- else -%}
        {{ automate_dv.eff_sat_in_order(columns, source_model) }}
    {%- endif -%}
{%- endmacro %}
