{#
    The hashes of a staging model, with `exclude_columns: true` resolved to the list of all columns
    of the source except those listed.

    Arguments:
        hashed_columns  mapping as given to stage
        source_columns  list of the columns of the source

    Example:
        see stage
#}
{% macro hashes_with_columns(hashed_columns, source_columns) -%}
    {%- set hashes = {} -%}
    {%- for name, given in hashed_columns.items() -%}
        {%- if given is mapping and given.get('exclude_columns') -%}
            {%- set kept = automate_dv.columns_except(
                source_columns, automate_dv.as_list(given.get('columns'))
            ) -%}
            {#- While dbt only parses, no column is known; an empty constant replaces them. -#}
            {%- do hashes.update({name: {
                'columns': kept or ['!'], 'is_hashdiff': given.get('is_hashdiff', false),
            }}) -%}
        {%- else -%}
            {%- do hashes.update({name: given}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(hashes) }}
{%- endmacro %}
