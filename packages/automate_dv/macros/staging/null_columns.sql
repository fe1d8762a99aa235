{#
    Columns whose nulls are replaced, as the list of a select: each under its name, and unchanged as
    `<name>_original`. Nulls of required columns become the var `null_key_required` (-1), nulls of
    optional columns the var `null_key_optional` (-2).

    Arguments:
        source_relation  accepted for compatibility, no effect
        columns          mapping with `required` and `optional`, in any case, each a column, a list
                         or empty

    Example:
        {{ automate_dv.null_columns(columns={'required': 'customer_id', 'optional': ['rep_id']}) }}
#}
{% macro null_columns(source_relation=none, columns=none) -%}
    {%- do automate_dv.refuse_unknown_arguments('null_columns', kwargs, varargs) -%}
    {%- do automate_dv.check_mapping('null_columns', 'columns', columns or {}) -%}
    {{- adapter.dispatch('null_columns', 'automate_dv')(
        source_relation=source_relation, columns=columns
    ) -}}
{%- endmacro %}

{% macro default__null_columns(source_relation=none, columns=none) -%}
    {%- set replacements = {
        'required': automate_dv.escape_quotes(var('null_key_required', '-1')),
        'optional': automate_dv.escape_quotes(var('null_key_optional', '-2')),
    } -%}
    {%- set items, seen = [], [] -%}
    {%- for kind, names in (columns or {}).items() -%}
        {%- if kind | lower not in replacements -%}
            {{ exceptions.raise_compiler_error(
                "automate_dv.null_columns: the argument columns has 'required' and 'optional'; "
                ~ "it names '" ~ kind ~ "'"
            ) }}
        {%- endif -%}
        {%- for name in automate_dv.as_list(names or none) -%}
            {%- if not automate_dv.is_column_name(name)
                or (automate_dv.is_list(names) and none in names) -%}
                {%- do automate_dv.refuse(
                    'null_columns', kind, 'a column or a list of columns', names
                ) -%}
            {%- endif -%}
            {%- if name | lower in seen -%}
                {%- do automate_dv.refuse(
                    'null_columns', kind, 'without the column ' ~ name ~ ', which is there twice',
                    names
                ) -%}
            {%- endif -%}
            {%- do seen.append(name | lower) -%}
            {%- do items.append(
                automate_dv.null_column_sql(name, replacements[kind | lower]) | trim
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ items | join(',\n        ') }}
{%- endmacro %}

{#
    A column whose nulls are replaced, and the column unchanged.

    Arguments:
        col_name       name of the column
        default_value  what replaces a null, as the text of a string constant

    Example:
        see null_columns
#}
{% macro null_column_sql(col_name, default_value) -%}
    {{- adapter.dispatch('null_column_sql', 'automate_dv')(
        col_name=col_name, default_value=default_value
    ) -}}
{%- endmacro %}

{% macro default__null_column_sql(col_name, default_value) -%}
    coalesce({{ col_name }}, '{{ default_value }}') as {{ col_name }},
        {{ col_name }} as {{ automate_dv.original_name(col_name) }}
{%- endmacro %}

{#
    The names of the columns that null_columns adds, in their order.

    Arguments:
        columns  mapping as given to null_columns, or none

    Example:
        see stage
#}
{% macro names_with_originals(columns) -%}
    {%- set names = [] -%}
    {%- for name in automate_dv.as_list((columns or {}).values() | select | list) -%}
        {%- do names.extend([name, automate_dv.original_name(name)]) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{#
    The name under which null_columns keeps a column unchanged.

    Arguments:
        name  a column name, in quotes or not

    Example:
        see null_columns
#}
{% macro original_name(name) -%}
    {{ return(name[:-1] ~ '_original"' if name[-1] == '"' else name ~ '_original') }}
{%- endmacro %}
