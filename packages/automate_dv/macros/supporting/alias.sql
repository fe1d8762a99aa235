{#
    A column for a select list: `prefix.source_column as alias`, or the name alone.

    Arguments:
        alias_config  a name, or a mapping with `source_column` and `alias`
        prefix        name of the relation (optional)

    Example:
        {{ automate_dv.alias({'source_column': 'a', 'alias': 'b'}, 'staged') }}
        gives staged.a as b
#}
{% macro alias(alias_config=none, prefix=none) -%}
    {%- do automate_dv.require_arguments('alias', {'alias_config': alias_config}) -%}
    {{ prefix ~ '.' if prefix }}{{ automate_dv.select_list(alias_config) }}
{%- endmacro %}
