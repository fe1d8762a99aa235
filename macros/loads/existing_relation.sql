{#
    The existing table of a model, or none, for use in an ancestor of the model, which cannot `ref`
    it.

    Arguments:
        model  name of the model

    Example:
        {%- set stored = existing_relation('customer_identity_assignments') %}
#}
{% macro existing_relation(model) -%}
    {%- if not execute -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set node = node_of(model) -%}
    {{ return(adapter.get_relation(node.database, node.schema, node.alias)) }}
{%- endmacro %}
