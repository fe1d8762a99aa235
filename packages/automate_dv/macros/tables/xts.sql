{#
    An extended tracking satellite: the hashdiffs that each satellite received for a key, and when.

    Arguments:
        src_pk             hash key column, or a list
        src_satellite      for each satellite a mapping of two columns by their name in the result:
                           `sat_name` (its name, a column in staging) and `hashdiff`
        src_extra_columns  further columns to keep (optional)
        src_ldts           load time column
        src_source         record source column, or a list
        source_model       name of the staging model, or a list

    Example:
        {{ automate_dv.xts(src_pk='customer_hk', src_satellite={'sat_customer__oracle': {
                'sat_name': {'satellite_name': 'account_satellite'},
                'hashdiff': {'hashdiff': 'customer_hashdiff'},
            }}, src_ldts='loaded_at', src_source='record_source',
            source_model='stg_oracle__customers') }}
#}
{% macro xts(
    src_pk=none, src_satellite=none, src_extra_columns=none, src_ldts=none, src_source=none,
    source_model=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('xts', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('xts', {
        'src_pk': src_pk, 'src_satellite': src_satellite, 'src_ldts': src_ldts,
        'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names(
        'xts', 'source_model', source_model, several=true
    ) -%}
    {%- do automate_dv.check_mapping('xts', 'src_satellite', src_satellite) -%}
    {%- set first, columns_of = src_satellite.values() | first, {} -%}
    {%- for name, satellite in src_satellite.items() -%}
        {%- do automate_dv.check_mapping(
            'xts', 'src_satellite.' ~ name, satellite, ['sat_name', 'hashdiff'], []
        ) -%}
        {%- for key, column in satellite.items() -%}
            {%- set argument = 'src_satellite.' ~ name ~ '.' ~ key -%}
            {%- do automate_dv.check_pair('xts', argument, column) -%}
            {%- if column | list != first[key] | list -%}
                {%- do automate_dv.refuse(
                    'xts', argument,
                    "a mapping of '" ~ first[key] | first ~ "', as in the first satellite", column
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do automate_dv.check_new_names(
            'xts', 'src_satellite.' ~ name,
            satellite['sat_name'] | list + satellite['hashdiff'] | list
        ) -%}
        {%- do columns_of.update({
            'src_satellite.' ~ name: satellite['sat_name'].values() | list
                + satellite['hashdiff'].values() | list,
        }) -%}
    {%- endfor -%}
    {%- for model_name in automate_dv.as_list(source_model) -%}
        {%- do automate_dv.check_columns_exist('xts', columns_of, model_name) -%}
    {%- endfor -%}
    {%- do automate_dv.check_columns(
        'xts', {'src_ldts': src_ldts},
        {'src_pk': src_pk, 'src_extra_columns': src_extra_columns,
            'src_source': src_source}, source_model
    ) -%}
    {{ adapter.dispatch('xts', 'automate_dv')(
        src_pk=src_pk, src_satellite=src_satellite, src_extra_columns=src_extra_columns,
        src_ldts=src_ldts, src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}

{% macro default__xts(
    src_pk, src_satellite, src_extra_columns, src_ldts, src_source, source_model
) -%}
    {%- set staged_key = automate_dv.column_names(src_pk, in_staging=true) -%}
    {%- set others = [src_extra_columns, src_ldts, src_source] -%}
    {%- set tracked = [] -%}
    {%- for satellite in src_satellite.values() -%}
        {%- set hashdiff = satellite['hashdiff'].items() | first -%}
        {%- set name = satellite['sat_name'].items() | first -%}
        {%- do tracked.append([
            {'source_column': hashdiff[1], 'alias': hashdiff[0]},
            {'source_column': name[1], 'alias': name[0]},
        ]) -%}
    {%- endfor -%}
    {%- set delivery_key = automate_dv.column_names([src_pk, tracked[0], src_ldts]) -%}
    {%- set name_in_key = automate_dv.column_names([src_pk, tracked[0][1]]) -%}
with

staged as (
    {%- for model_name in automate_dv.as_list(source_model) %}
    {%- set is_last_model = loop.last %}
    {%- for columns in tracked %}
    select {{ automate_dv.select_list([src_pk, columns, others]) }}
    from {{ automate_dv.source_rows(model_name) }}
    where {{ automate_dv.multikey(staged_key, condition='is not null') }}
    {{ 'union all' if not (loop.last and is_last_model) }}
    {%- endfor %}
    {%- endfor %}
),

deliveries as (
    select * from staged
    qualify row_number() over (
        partition by {{ delivery_key | join(', ') }}
        order by {{ automate_dv.column_names([src_pk, tracked[0], others]) | join(', ') }}
    ) = 1
),

new_rows as (
    select deliveries.*
    from deliveries
    {%- if automate_dv.is_any_incremental() %}
    where not exists (
        select 1 from {{ this }} as stored
        where {{ automate_dv.multikey(
            delivery_key, prefix=['stored', 'deliveries'], condition='='
        ) }}
    )
    {{- automate_dv.and_newer_than_stored('deliveries', name_in_key, delivery_key[-1]) }}
    {%- endif %}
)

select * from new_rows
{%- endmacro %}
