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
    {%- if columns is not mapping and columns is not none -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.hash_columns: the argument columns must be a mapping; it is '"
            ~ columns ~ "'"
        ) }}
    {%- endif -%}
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
