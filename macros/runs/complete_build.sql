{#
    Records that the project is completely built, after several runs of dbt that each built a part,
    so that it can be published: the latest run counts as one of the whole project. Fails if a node
    was never built, or was built before a node that it reads. Closes the problems of nodes that the
    project no longer has.

    Example:
        dbt run-operation complete_build
#}
{% macro complete_build() -%}
    {%- if execute -%}
    {%- set scope = text_literal(var('as_of_date')) -%}
    {%- set outdated = run_query(outdated_nodes(scope)).columns[0].values() -%}
    {%- if outdated -%}
        {%- do exceptions.raise_compiler_error(
            'complete_build: these were not built since what they read was, or never: '
            ~ outdated[:5] | join(', ') ~ (', ...' if outdated | length > 5)
            ~ '; build them, or the whole project'
        ) -%}
    {%- endif -%}
    {%- do commit_statements(statements_of_completion(scope)) -%}
    {%- endif -%}
{%- endmacro %}

{#
    The query of the outdated nodes: never built, or built before a node that they read.

    Arguments:
        scope  the as-of date as a SQL literal

    Example:
        see complete_build
#}
{% macro outdated_nodes(scope) -%}
    {%- set nodes, readings = {}, [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ('model', 'seed', 'snapshot')
        and node.config.materialized != 'ephemeral' -%}
        {%- do nodes.update({node.unique_id: node.depends_on.nodes or []}) -%}
    {%- endfor -%}
    {%- for node, parents in nodes.items() -%}
        {#-
            Each node also has itself as a parent, so that nodes without parents are in the result.
        -#}
        {%- for parent in [node] + parents if parent in nodes -%}
            {%- do readings.append("('" ~ node ~ "', '" ~ parent ~ "')") -%}
        {%- endfor -%}
    {%- endfor -%}
    with

    readings as (
        select * from (
            values
            {{ readings | join(',\n            ') }}
        ) as listed (node, parent)
    ),

    latest_builds as (
        select
            node,
            max(ended_at) as ended_at
        from {{ operations_table('node_runs') }}
        where as_of_date = {{ scope }} and resource_type in ('model', 'seed', 'snapshot')
        group by node
    )

    select distinct readings.node
    from readings
    left join latest_builds as built
        on readings.node = built.node
    left join latest_builds as parents
        on readings.parent = parents.node
    where built.ended_at is null or built.ended_at < parents.ended_at
    order by readings.node
{%- endmacro %}

{#
    The statements that record that the latest run completed the build.

    Arguments:
        scope  the as-of date as a SQL literal

    Example:
        see complete_build
#}
{% macro statements_of_completion(scope) -%}
    delete from {{ run_history_table('open_problems') }}
    where as_of_date = {{ scope }} and node not in ('{{ graph.nodes | join("', '") }}');
    update {{ run_history_table('runs') }}
    set is_whole = true
    where
        as_of_date = {{ scope }}
        and status = 'ended'
        and started_at = (
            select max(started_at) from {{ run_history_table('runs') }}
            where as_of_date = {{ scope }}
        );
{%- endmacro %}
