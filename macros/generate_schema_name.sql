{#
    Names the schema of a node.

    If the profile's schema is `main` (one warehouse per database), the schema is the folder's;
    otherwise it is prefixed with the profile's schema (several developers in one database). A build
    with `as_of_date` has separate schemas, except for the seeds, which it only reads.

    Arguments:
        custom_schema_name  the node's `schema`, or none
        node                the node

    Example:
        dbt calls it for each node
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set stands_alone = target.schema | lower == 'main' and custom_schema_name -%}
    {%- set parts = [] if stands_alone else [target.schema] -%}
    {%- do parts.append(custom_schema_name | trim) if custom_schema_name -%}
    {%- if var('as_of_date') and node.resource_type != 'seed' -%}
        {%- do parts.append('as_of_' ~ (var('as_of_date') | string).replace('-', '_')) -%}
    {%- endif -%}
    {{ parts | join('_') }}
{%- endmacro %}
