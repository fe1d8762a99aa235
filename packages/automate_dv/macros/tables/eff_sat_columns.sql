{#
    The columns of an effectivity satellite by their part in it: what sat_columns says of a
    satellite whose key is driving key and start, and whose hashdiff is the relationship; and

        drivers, partners    lists of the driving and of the other hash keys
        start, end, eff      a name each
        kept                 those that a closing row takes from the row that it closes

    Arguments:
        those of eff_sat

    Example:
        see eff_sat
#}
{% macro eff_sat_columns(
    src_pk, src_dfk, src_sfk, src_extra_columns, src_start_date, src_end_date, src_eff, src_ldts,
    src_source
) -%}
    {%- set drivers = automate_dv.as_list(src_dfk) -%}
    {%- set kept = [src_pk] + drivers + automate_dv.as_list(src_sfk)
        + automate_dv.as_list(src_extra_columns) + [src_start_date] -%}
    {%- set columns = kept + [src_end_date, src_eff, src_ldts, src_source] -%}
    {%- set keys = automate_dv.column_names(drivers + [src_start_date]) -%}
    {{ return({
        'selected': automate_dv.select_list(columns),
        'all': automate_dv.column_names(columns),
        'kept': automate_dv.column_names(kept),
        'keys': keys,
        'pk': keys[0],
        'child_keys': keys[1:],
        'hashdiff': automate_dv.column_names(src_pk)[0],
        'state': automate_dv.column_names([src_pk, src_end_date, src_eff]),
        'drivers': automate_dv.column_names(drivers),
        'partners': automate_dv.column_names(src_sfk),
        'start': automate_dv.column_names(src_start_date)[0],
        'end': automate_dv.column_names(src_end_date)[0],
        'eff': automate_dv.column_names(src_eff)[0],
        'ldts': automate_dv.column_names(src_ldts)[0],
        'source': automate_dv.column_names(src_source)[0],
        'staged_pk': automate_dv.source_names(drivers)[0],
    }) }}
{%- endmacro %}
