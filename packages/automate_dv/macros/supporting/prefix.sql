{#
    Columns qualified by the name of their relation.

    Arguments:
        columns       list of columns
        prefix_str    name of the relation
        alias_target  which name of a column with `source_column` and `alias`: `source` (default)
                      or `target`

    Example:
        {{ automate_dv.prefix(['customer_hk', 'loaded_at'], 'stored') }}
        gives stored.customer_hk, stored.loaded_at
#}
{% macro prefix(columns=none, prefix_str=none, alias_target='source') -%}
    {%- do automate_dv.require_arguments(
        'prefix', {'columns': columns, 'prefix_str': prefix_str}
    ) -%}
    {%- if alias_target not in ['source', 'target'] -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.prefix: alias_target must be 'source' or 'target'; it is '"
            ~ alias_target ~ "'"
        ) }}
    {%- endif -%}
    {%- set names = automate_dv.source_names(columns) if alias_target == 'source'
        else automate_dv.column_names(columns) -%}
    {%- for name in names -%}
        {{ prefix_str }}.{{ name }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
