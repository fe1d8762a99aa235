{#
    Derived columns, as the list of a select; after the columns of a relation, if one is given. A
    derived column takes the place of a source column of the same name.

    Arguments:
        source_relation  a relation (optional)
        columns          mapping of the name of each derived column to what it is made of; see
                         derived_expression

    Example:
        {{ automate_dv.derive_columns(columns={'record_source': '!SAP.KNA1',
            'loaded_at': 'cast(_loaded_at as timestamp)', 'order_line': ['order_id', 'line']}) }}
#}
{% macro derive_columns(source_relation=none, columns=none) -%}
    {%- if columns is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.derive_columns: the argument columns must be a mapping; it is '"
            ~ columns ~ "'"
        ) }}
    {%- endif -%}
    {%- set derived = columns | map('lower') | list -%}
    {%- set items = [] -%}
    {%- for name in automate_dv.source_columns(source_relation) if name | lower not in derived -%}
        {%- do items.append(name) -%}
    {%- endfor -%}
    {%- for name, given in columns.items() -%}
        {%- do items.append(automate_dv.derived_expression(name, given) ~ ' as ' ~ name) -%}
    {%- endfor -%}
    {{ items | join(',\n        ') }}
{%- endmacro %}
