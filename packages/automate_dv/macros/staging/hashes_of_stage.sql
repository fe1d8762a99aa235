{#
    The hashes of a staging model, those given by `exclude_columns: true` spelt out: all columns
    but the ones listed.

    Arguments:
        hashed_columns  mapping, or none
        hashable        list of all columns that may be hashed

    Example:
        see stage
#}
{% macro hashes_of_stage(hashed_columns, hashable) -%}
    {%- set hashes = {} -%}
    {%- for name, given in (hashed_columns or {}).items() -%}
        {%- if given is mapping and given.get('exclude_columns') -%}
            {%- set kept = automate_dv.names_without(
                hashable, automate_dv.as_list(given.get('columns'))
            ) -%}
            {%- do hashes.update({name: {
                'columns': kept or ['!'], 'is_hashdiff': given.get('is_hashdiff', false),
            }}) -%}
        {%- else -%}
            {%- do hashes.update({name: given}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(hashes) }}
{%- endmacro %}
