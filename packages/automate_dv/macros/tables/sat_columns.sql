{#
    The columns of a satellite by their role, as a mapping:

        staged          all, in order, as they are selected from staging (`source_column as alias`)
        staged_pk       the hash key's name in staging
        stored          all, in order, by name in the satellite
        pk, hashdiff, ldts, source  one name each
        child_keys      list of the child keys
        change_columns  a difference in one of them is a change: hashdiff, extra columns and the
                        source's own time of change

    Arguments:
        those of ma_sat, and before them the name of the calling macro

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
        'staged': automate_dv.select_list(columns),
        'staged_pk': automate_dv.source_names(src_pk)[0],
        'stored': automate_dv.column_names(columns),
        'pk': automate_dv.column_names(src_pk)[0],
        'child_keys': automate_dv.column_names(src_cdk),
        'hashdiff': automate_dv.column_names(src_hashdiff)[0],
        'change_columns': automate_dv.column_names(
            automate_dv.as_list(src_hashdiff) + extra + automate_dv.as_list(src_eff)
        ),
        'ldts': automate_dv.column_names(src_ldts)[0],
        'source': automate_dv.column_names(src_source)[0],
    }) }}
{%- endmacro %}
