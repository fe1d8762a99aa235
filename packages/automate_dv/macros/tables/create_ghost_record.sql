{#
    A select of the ghost record of a satellite, which joins find if a key has no row.

    Its hash key and hashdiff are zeros, its times 1900-01-01, its record source is the var
    `system_record_value`, the rest null, each of the type that the column has in staging. With the
    var `enable_ghost_records` sat adds it to each satellite.

    Arguments:
        src_pk             hash key column, or a list
        src_hashdiff       hashdiff column
        src_payload        list of the columns to keep, or `exclude_columns` and `columns`
        src_extra_columns  further columns to keep (optional)
        src_eff            source time column (optional)
        src_ldts           load time column
        src_source         record source column
        source_model       name of the staging model

    Example:
        {{ automate_dv.create_ghost_record(src_pk='order_hk', src_hashdiff='order_hashdiff',
            src_payload=['order_status'], src_ldts='loaded_at', src_source='record_source',
            source_model='stg_shop__orders') }}
#}
{% macro create_ghost_record(
    src_pk=none, src_hashdiff=none, src_payload=none, src_extra_columns=none, src_eff=none,
    src_ldts=none, src_source=none, source_model=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('create_ghost_record', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('create_ghost_record', {
        'src_pk': src_pk, 'src_hashdiff': src_hashdiff, 'src_payload': src_payload,
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names('create_ghost_record', 'source_model', source_model) -%}
    {%- do automate_dv.check_columns(
        'create_ghost_record',
        {'src_hashdiff': src_hashdiff, 'src_eff': src_eff, 'src_ldts': src_ldts,
            'src_source': src_source},
        {'src_pk': src_pk, 'src_extra_columns': src_extra_columns,
            'src_payload': automate_dv.checked_payload('create_ghost_record', src_payload)},
        source_model
    ) -%}
    {{ adapter.dispatch('create_ghost_record', 'automate_dv')(
        src_pk=src_pk, src_hashdiff=src_hashdiff, src_payload=src_payload,
        src_extra_columns=src_extra_columns, src_eff=src_eff, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}

{% macro default__create_ghost_record(
    src_pk, src_hashdiff, src_payload, src_extra_columns, src_eff, src_ldts, src_source,
    source_model
) -%}
    {%- set columns = automate_dv.sat_columns(
        'create_ghost_record', [src_pk, src_hashdiff], src_payload,
        [src_extra_columns, src_eff, src_ldts, src_source], source_model
    ) -%}
    {%- set hashes = automate_dv.column_names([src_pk, src_hashdiff]) -%}
    {%- set times = automate_dv.column_names([src_eff, src_ldts]) -%}
    {%- set types = automate_dv.column_types(source_model) -%}
    {%- set staged_names = automate_dv.column_names(columns, in_staging=true) -%}
    select
        {%- for name in automate_dv.column_names(columns) %}
        {%- set type = types[staged_names[loop.index0] | lower] %}
        {%- if name in hashes %}
        {{ automate_dv.ghost_for_type(type or automate_dv.type_binary(true), name) }}
        {%- elif name in times %}
        {{ automate_dv.ghost_for_type(type or automate_dv.type_timestamp(), name) }}
        {%- elif loop.last %}
        cast('{{ automate_dv.escape_quotes(var('system_record_value', 'AUTOMATE_DV_SYSTEM')) }}' as
            {{ automate_dv.type_string() }}) as {{ name }}
        {%- else %}
        no_row.{{ name }}
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from (select 1 as one) as system_record
    {#- A join without a match gives nulls with the types of staging. #}
    left join (
        select {{ automate_dv.select_list(columns) }}
        from {{ ref(source_model) }}
    ) as no_row
        on system_record.one = 0
{%- endmacro %}

{#
    The type of each column of a model, by its name in lower case; empty while dbt only parses.

    Arguments:
        source_model  name of the model

    Example:
        see create_ghost_record
#}
{% macro column_types(source_model) -%}
    {%- set types = {} -%}
    {%- for column in adapter.get_columns_in_relation(ref(source_model)) if execute -%}
        {%- do types.update({column.name | lower: column.data_type}) -%}
    {%- endfor -%}
    {{ return(types) }}
{%- endmacro %}
