{#
    The table of a model as the last build left it, or none: for a model that the other is made of,
    which therefore cannot name it by `ref`.

    Arguments:
        model  name of the model

    Example:
        {%- set known = stored('pair_scores') %}
#}
{% macro stored(model) -%}
    {%- if not execute or flags.FULL_REFRESH -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set node = graph.nodes['model.' ~ project_name ~ '.' ~ model] -%}
    {{ return(adapter.get_relation(node.database, node.schema, node.alias)) }}
{%- endmacro %}
