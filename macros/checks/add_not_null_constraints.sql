{#
    Adds the declared `not_null` constraints to existing tables.

    dbt applies the constraints of a contract when it creates a table, so an existing incremental
    table has no constraints that were declared later. Fails if a column contains nulls. Safe to
    repeat.

    Arguments:
        layer  only tables in this folder of models/ (optional)

    Example:
        dbt run-operation add_not_null_constraints
#}
{% macro add_not_null_constraints(layer=none) %}
    {%- for node in graph.nodes.values() if node.get('contract', {}).get('enforced')
        and layer in (none, node.fqn[1]) %}
        {%- set table = adapter.get_relation(node.database, node.schema, node.alias) %}
        {%- for column in node.columns.values() if table and 'not_null' in (
            column.constraints | map(attribute='type') | list
        ) %}
            {%- do run_query(
                'alter table ' ~ table ~ ' alter column ' ~ column.name ~ ' set not null'
            ) %}
        {%- endfor %}
    {%- endfor %}
    {%- do adapter.commit() %}
{% endmacro %}
