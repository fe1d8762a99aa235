{#
    Drops the schemas of a target that has its own: those of a developer or of a deployment, which
    start with the schema of the profile, and that schema itself, which has the stage of the match
    engine. It refuses those of production.

    Example:
        SNOWFLAKE_SCHEMA=deploy_1 dbt run-operation drop_schemas_of_target --target snowflake
#}
{% macro drop_schemas_of_target() -%}
    {%- if execute and target.schema | lower == 'main' -%}
        {{ exceptions.raise_compiler_error(
            "drop_schemas_of_target: the profile's schema is 'main', so its schemas are those of"
            ~ ' production; set another one'
        ) }}
    {%- elif execute -%}
        {%- set schemas = [
            target.database ~ '.' ~ target.schema,
            bookkeeping_table('processed_loads').without_identifier() | string
        ] -%}
        {%- for node in graph.nodes.values()
            if node.resource_type in ('model', 'seed', 'snapshot') -%}
            {%- do schemas.append(node.database ~ '.' ~ node.schema) -%}
        {%- endfor -%}
        {%- for schema in schemas | unique -%}
            {%- do run_query('drop schema if exists ' ~ schema ~ ' cascade') -%}
        {%- endfor -%}
        {%- do log('Dropped the schemas of ' ~ target.schema, info=true) -%}
    {%- endif -%}
{%- endmacro %}
