{#
    One flat list of a name, of a list, or of a list of names and lists; nulls are dropped.

    Arguments:
        names  a name, a mapping with `source_column` and `alias`, a list of these, or none

    Example:
        {%- set columns = automate_dv.as_list([src_pk, ['a', 'b'], none]) -%}
#}
{% macro as_list(names) -%}
    {%- if names is none -%}
        {{ return([]) }}
    {%- elif names is string or names is mapping or names is not iterable -%}
        {{ return([names]) }}
    {%- endif -%}
    {%- set flat = [] -%}
    {%- for name in names -%}
        {%- do flat.extend(automate_dv.as_list(name)) -%}
    {%- endfor -%}
    {{ return(flat) }}
{%- endmacro %}

{#
    One flat list of columns from names, mappings and lists of them, without nulls.

    Arguments:
        columns  list of columns and lists of columns (optional)

    Example:
        {%- set names = automate_dv.expand_column_list(['a', ['b', 'c'], none]) -%}
        gives ['a', 'b', 'c']
#}
{% macro expand_column_list(columns=none) -%}
    {%- if columns is string or columns is mapping -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.expand_column_list: the argument columns must be a list; it is '"
            ~ columns ~ "'"
        ) }}
    {%- endif -%}
    {{ return(automate_dv.as_list(columns)) }}
{%- endmacro %}

{#
    The names of columns in the vault table or in staging: the `alias` or `source_column` of a
    mapping with both, otherwise the name itself.

    Arguments:
        columns     a column, a list of them, or none
        in_staging  whether the names in staging are wanted (default false)

    Example:
        {%- set names = automate_dv.column_names([{'source_column': 'a', 'alias': 'b'}, 'c']) -%}
        gives ['b', 'c']
#}
{% macro column_names(columns, in_staging=false) -%}
    {%- set part = 'source_column' if in_staging else 'alias' -%}
    {%- set names = [] -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {%- do names.append(column[part] if column is mapping else column) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{#
    Columns for a select from staging, each once: `source_column as alias`, or the name alone.

    Arguments:
        columns  list of columns

    Example:
        select {{ automate_dv.select_list([{'source_column': 'a', 'alias': 'b'}, 'c']) }}
        gives a as b, c
#}
{% macro select_list(columns) -%}
    {%- set items = [] -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {%- if column is mapping -%}
            {%- for key in ['source_column', 'alias'] if key not in column -%}
                {{ exceptions.raise_compiler_error(
                    "automate_dv.select_list: the column " ~ column ~ " has no '" ~ key ~ "'"
                ) }}
            {%- endfor -%}
            {%- do items.append(column['source_column'] ~ ' as ' ~ column['alias']) -%}
        {%- else -%}
            {%- do items.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ items | unique | join(', ') }}
{%- endmacro %}

{#
    All columns of a satellite, in order, with its payload resolved: a list, or a mapping with
    `exclude_columns: true` for all columns of the staging model except those listed, if any, and
    the others.

    Arguments:
        macro_name    name of the calling macro
        before        list of the columns before the payload
        src_payload   list of columns, or mapping with `exclude_columns` and `columns`
        after         list of the columns after the payload
        source_model  name of the staging model

    Example:
        see sat and ma_sat
#}
{% macro sat_columns(macro_name, before, src_payload, after, source_model) -%}
    {%- if src_payload is not mapping or 'exclude_columns' not in src_payload -%}
        {{ return(automate_dv.as_list([before, src_payload, after])) }}
    {%- endif -%}
    {%- set payload = automate_dv.as_list(src_payload.get('columns')) -%}
    {%- if src_payload['exclude_columns'] | string | lower == 'true' -%}
        {%- set excluded = (payload + automate_dv.column_names([before, after], in_staging=true))
            | map('lower') | list -%}
        {#- While dbt only parses, no column is known. -#}
        {%- set payload = [] -%}
        {%- set staged = adapter.get_columns_in_relation(ref(source_model)) -%}
        {%- do automate_dv.warn_of_unknown(
            macro_name, 'src_payload.columns', automate_dv.as_list(src_payload.get('columns')),
            staged | map(attribute='name') | list, source_model
        ) -%}
        {%- for column in staged
            if column.name | lower not in excluded -%}
            {%- do payload.append(automate_dv.escape_column_name(column.name)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(automate_dv.as_list([before, payload, after])) }}
{%- endmacro %}
