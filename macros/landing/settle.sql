{#
    At the end of a run: nothing is pending any more in a table, if the run has built all models.

    Arguments:
        table    name of a model with a column is_pending
        results  what dbt says of the nodes that ran

    Example:
        on-run-end: "{{ settle('stg_landing__batches', results) }}"
#}
{% macro settle(table, results) -%}
    {#- A run with --empty builds all models and loads nothing. -#}
    {%- if execute and not flags.EMPTY -%}
        {%- set built = results | selectattr('status', 'equalto', 'success')
            | map(attribute='node.unique_id') | list -%}
        {%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
            | selectattr('package_name', 'equalto', project_name)
            | map(attribute='unique_id') | list -%}
        {%- if models | reject('in', built) | list | length == 0 -%}
            {%- set node = graph.nodes['model.' ~ project_name ~ '.' ~ table] -%}
            update {{ node.relation_name }} set is_pending = false where is_pending
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
