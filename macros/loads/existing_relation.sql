{#
    The table of a model as the last build left it, or none: for a model from which the other is
    computed, and which therefore cannot name it by `ref`.

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
