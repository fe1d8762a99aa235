{#
    Snowflake: the statements that add columns which the contract of a table of the raw vault has
    and the stored table lacks. One query finds them for all tables. On DuckDB, dbt compares the
    columns of every incremental table anyway, and adds them by the same setting,
    `on_schema_change`.

    Example:
        on-run-start: "{{ add_new_columns() }}"
#}
{% macro add_new_columns() -%}
    {%- if builds_models() and target.type == 'snowflake' -%}
    {%- set stored = stored_columns_of_all() -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.config.contract.enforced
        and node.config.on_schema_change == 'append_new_columns' -%}
        {%- set found = stored.get((node.schema ~ '.' ~ node.alias) | lower) -%}
        {%- for column in node.columns.values() if found and column.name | lower not in found %}
        {%- do found.append(column.name | lower) %}
    alter table {{ target.database }}.{{ node.schema }}.{{ node.alias }}
        add column {{ column.name }} {{ column.data_type }};
        {%- endfor -%}
    {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
