{#
    Several hash columns, as the list of a select.

    Arguments:
        columns            mapping of the name of each result to a column, a list of columns, or a
                           mapping with `columns` and `is_hashdiff`
        columns_to_escape  columns that are written in quotes (optional)

    Example:
        {{ automate_dv.hash_columns({
            'order_hk': 'order_id',
            'order_hashdiff': {'is_hashdiff': true, 'columns': ['status', 'priority']},
        }) }}
#}
{% macro hash_columns(columns=none, columns_to_escape=none) -%}
    {%- do automate_dv.refuse_unknown_arguments('hash_columns', kwargs, varargs) -%}
    {%- if columns is not mapping and columns is not none -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.hash_columns: the argument columns must be a mapping; it is '"
            ~ columns ~ "'"
        ) }}
    {%- endif -%}
    {%- do automate_dv.check_new_names('hash_columns', 'columns', (columns or {}) | list) -%}
    {%- for name, given in (columns or {}).items() -%}
        {%- do automate_dv.check_hash(
            'hash_columns', 'columns.' ~ name, given, columns_to_escape
        ) -%}
    {%- endfor -%}
    {{- adapter.dispatch('hash_columns', 'automate_dv')(
        columns=columns, columns_to_escape=columns_to_escape
    ) -}}
{%- endmacro %}

{% macro default__hash_columns(columns=none, columns_to_escape=none) -%}
    {%- for name, given in (columns or {}).items() -%}
        {{ automate_dv.hash(
            columns=given['columns'] if given is mapping else given,
            alias=name,
            is_hashdiff=given.get('is_hashdiff', false) if given is mapping else false,
            columns_to_escape=columns_to_escape,
        ) }}
        {{- ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#
    Refuses an argument that is not a column, a list of columns, or a mapping with `columns`,
    `is_hashdiff` and `exclude_columns`.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument, with the name of the hash
        given       the columns of the hash
        escaped     list of the columns that are written in quotes, or none

    Example:
        see stage and hash_columns
#}
{% macro check_hash(macro_name, argument, given, escaped) -%}
    {%- if given is mapping -%}
        {%- do automate_dv.check_mapping(
            macro_name, argument, given, [], ['columns', 'is_hashdiff', 'exclude_columns']
        ) -%}
        {%- for key in ['is_hashdiff', 'exclude_columns'] if key in given -%}
            {%- do automate_dv.check_flag(macro_name, argument ~ '.' ~ key, given[key]) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set columns = given.get('columns') if given is mapping else given -%}
    {%- set is_complete = automate_dv.as_list(columns)
        or (given is mapping and given.get('exclude_columns')) -%}
    {%- if not is_complete or not automate_dv.is_names(columns) -%}
        {%- do automate_dv.refuse(
            macro_name, argument, 'a column, a list of columns or a mapping with columns', given
        ) -%}
    {%- endif -%}
    {%- for name in automate_dv.as_list(columns)
        if name not in automate_dv.as_list(escaped)
            and modules.re.match('[^!("\'][^("\']*,', name) -%}
        {%- do automate_dv.refuse(
            macro_name, argument, 'a list, if it has several columns', columns
        ) -%}
    {%- endfor -%}
{%- endmacro %}
