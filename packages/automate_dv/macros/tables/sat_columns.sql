{#
    The columns of a satellite by their part in it, as a mapping:

        selected  all, in order, as they stand in staging (`source_column as alias`)
        all       all, in order, by name in the satellite
        keys      the hash key and the child keys
        pk, hashdiff, ldts, source  a name each
        child_keys  list of the child keys
        state     what makes two deliveries differ: hashdiff, extra columns, source's time of change
        staged_pk  the hash key's name in staging

    Arguments:
        those of ma_sat, after the name of the macro that asks

    Example:
        see sat and ma_sat
#}
{% macro sat_columns(
    macro_name, src_pk, src_hashdiff, src_cdk, src_payload, src_extra_columns, src_eff, src_ldts,
    src_source, source_model
) -%}
    {%- set before = automate_dv.as_list(src_pk) + automate_dv.as_list(src_hashdiff)
        + automate_dv.as_list(src_cdk) -%}
    {%- set extra = automate_dv.as_list(src_extra_columns) -%}
    {%- set after = extra + automate_dv.as_list(src_eff) + [src_ldts, src_source] -%}
    {%- set columns = before
        + automate_dv.payload_columns(macro_name, src_payload, before + after, source_model)
        + after -%}
    {{ return({
        'selected': automate_dv.select_list(columns),
        'all': automate_dv.column_names(columns),
        'keys': automate_dv.column_names([src_pk] + automate_dv.as_list(src_cdk)),
        'pk': automate_dv.column_names(src_pk)[0],
        'child_keys': automate_dv.column_names(src_cdk),
        'hashdiff': automate_dv.column_names(src_hashdiff)[0],
        'state': automate_dv.column_names(
            automate_dv.as_list(src_hashdiff) + extra + automate_dv.as_list(src_eff)
        ),
        'ldts': automate_dv.column_names(src_ldts)[0],
        'source': automate_dv.column_names(src_source)[0],
        'staged_pk': automate_dv.source_names(src_pk)[0],
    }) }}
{%- endmacro %}
