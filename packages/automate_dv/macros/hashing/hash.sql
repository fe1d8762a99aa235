{#
    A hash key or hashdiff column.

    By default the text that is hashed is upstream's. With the var `injective_hashing` two
    different lists of values never give the same text: each part carries its length, null is
    apart from every text, and a hashdiff sees capitals and blanks.

    Arguments:
        columns     a column, or a list of columns
        alias       name of the result
        is_hashdiff whether the result is a hashdiff: its columns are sorted, it is never null
        timestamps  those of the columns that are timestamps; they are hashed in one fixed format

    Example:
        {{ automate_dv.hash(columns=['source_system', 'customer_id'], alias='customer_hk') }}
#}
{% macro hash(columns=none, alias=none, is_hashdiff=false, timestamps=[]) -%}
    {%- do automate_dv.require_arguments('hash', {'columns': columns, 'alias': alias}) -%}
    {%- set names = automate_dv.as_list(columns) -%}
    {%- if is_hashdiff -%}
        {%- set names = names | sort -%}
    {%- endif -%}
    {%- set texts = [] -%}
    {%- for name in names -%}
        {%- do texts.append(
            automate_dv.timestamp_text(name) if name in timestamps
            else 'cast(' ~ name ~ ' as ' ~ automate_dv.type_string() ~ ')'
        ) -%}
    {%- endfor -%}
    {%- if var('injective_hashing', false) -%}
        {%- set text = automate_dv.injective_text(texts, is_hashdiff) -%}
    {%- else -%}
        {%- set text = automate_dv.joined_text(texts, is_hashdiff) -%}
    {%- endif -%}
    {{ automate_dv.hash_binary(text) }} as {{ alias }}
{%- endmacro %}
