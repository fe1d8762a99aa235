{#
    An extended tracking satellite: which satellite was told which hashdiff of a key, and when.

    Arguments:
        src_pk             hash key column
        src_satellite      for each satellite a mapping of two columns by their name in the result:
                           `sat_name` (its name, a column in staging) and `hashdiff`
        src_extra_columns  further columns to keep (optional)
        src_ldts           load date column
        src_source         record source column
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
    {%- do automate_dv.require_arguments('xts', {
        'src_pk': src_pk, 'src_satellite': src_satellite, 'src_ldts': src_ldts,
        'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- set pk = automate_dv.as_list(src_pk) -%}
    {%- set extra = automate_dv.as_list(src_extra_columns) -%}
    {%- set tellings = [] -%}
    {%- for satellite in src_satellite.values() -%}
        {%- set name, name_column = (satellite['sat_name'].items() | list)[0] -%}
        {%- set hashdiff, hashdiff_column = (satellite['hashdiff'].items() | list)[0] -%}
        {%- do tellings.append(pk + [
            {'source_column': hashdiff_column, 'alias': hashdiff},
            {'source_column': name_column, 'alias': name},
        ] + extra + [src_ldts, src_source]) -%}
    {%- endfor -%}
    {{ automate_dv.new_tellings(tellings, pk | length, src_ldts, source_model) }}
{%- endmacro %}
