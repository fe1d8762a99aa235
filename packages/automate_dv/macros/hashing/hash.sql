{#
    A hash key or hashdiff column.

    By default it hashes the same text as upstream. With the var `injective_hashing` different lists
    of values always give different texts: each part starts with its length, null differs from every
    text, and a hashdiff is sensitive to case and blanks.

    Arguments:
        columns            a column, or a list of columns; one that begins with `!` is a constant
        alias              name of the result
        is_hashdiff        whether the result is a hashdiff: columns are sorted, never null
        columns_to_escape  those of the columns that are written in quotes (optional)
        timestamps         those of the columns that are timestamps or dates; they are formatted
                           independently of the session (optional; beyond upstream)

    Example:
        {{ automate_dv.hash(columns=['source_system', 'customer_id'], alias='customer_hk') }}
#}
{% macro hash(
    columns=none, alias=none, is_hashdiff=false, columns_to_escape=none, timestamps=none
) -%}
    {%- do automate_dv.require_arguments('hash', {'columns': columns, 'alias': alias}) -%}
    {%- set names = automate_dv.as_list(columns) -%}
    {%- if is_hashdiff -%}
        {%- set names = names | sort -%}
    {%- endif -%}
    {%- set texts = [] -%}
    {%- for name in names -%}
        {%- set column = automate_dv.escape_column_name(name)
            if name in automate_dv.as_list(columns_to_escape) else automate_dv.as_constant(name) -%}
        {%- do texts.append(
            automate_dv.timestamp_text(column) if name in automate_dv.as_list(timestamps)
            else 'cast(' ~ column ~ ' as ' ~ automate_dv.type_string() ~ ')'
        ) -%}
    {%- endfor -%}
    {%- set text = automate_dv.injective_text(texts, is_hashdiff)
        if var('injective_hashing', false) else automate_dv.joined_text(texts, is_hashdiff) -%}
    {{ automate_dv.hash_binary(text) }} as {{ alias }}
{%- endmacro %}
