{#
    Adds the declared `not_null` constraints to tables that were created before they were declared.

    A contract's constraints are written when a table is created; an incremental table that exists
    keeps what it was created with. Fails where a column holds a null. Repeating it does no harm.

    Arguments:
        layer  folder of models/ whose tables are meant; all without it

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
