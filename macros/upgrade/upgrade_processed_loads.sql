{#
    The statements that record which loads each table of staging and the raw vault has processed:
    the batches that version 0.1 had read completely and that all of its models had processed. The
    next build loads unfinished batches, and reads steward logs again if their files still exist.

    Example:
        see upgrade_warehouse
#}
{% macro upgrade_processed_loads() -%}
    {%- set statements = [] -%}
    {%- set batches = tables_of_version_0_1()[0] -%}
    {%- if adapter.get_relation(batches.database, batches.schema, batches.identifier) -%}
        {%- for node in graph.nodes.values() if keeps_rows_in_upgrade(node) -%}
            {%- set loads = [] -%}
            {#- Version 0.1 had no tables of manifests and decisions about snapshots. -#}
            {%- for parent in tracked_parents(node) if parent.config.meta.get('load_column')
                and (parent.name.startswith('landing_') or existing_relation(parent.name)) -%}
                {%- do loads.append(loads_before_upgrade(parent, batches)) -%}
            {%- endfor -%}
            {%- if loads -%}
                {%- do statements.append(mark_loads_before_upgrade(node.name, loads)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(statements) }}
{%- endmacro %}

{#
    Whether a table keeps its rows in an upgrade and tracks their loads.

    Arguments:
        node  node of the model

    Example:
        see upgrade_processed_loads
#}
{% macro keeps_rows_in_upgrade(node) -%}
    {{ return(
        node.resource_type == 'model'
        and node.fqn[1] in ('staging', 'raw_vault')
        and tracks_loads(node)
        and not node.name.endswith('_log')
        and node.name != 'load_counts'
        and (
            node.name == 'stg_landing__deliveries'
            or adapter.get_relation(node.database, node.schema, node.alias) is not none
        )
    ) }}
{%- endmacro %}

{#
    The loads of a table that are processed, as a query of source, load and state.

    Arguments:
        parent   node of the table
        batches  relation of stg_landing__batches

    Example:
        see upgrade_processed_loads
#}
{% macro loads_before_upgrade(parent, batches) -%}
    {%- set column = parent.config.meta.load_column -%}
    {%- if parent.name.startswith('landing_') -%}
    select
        '{{ parent.name }}' as source,
        landed_in as load,
        cast(sum(landed) as varchar) as state
    from {{ batches }}
    where feed = '{{ parent.name | replace('landing_', '') }}' and landed_in is not null
    group by landed_in
    having max(case when is_pending or not is_whole then 1 else 0 end) = 0
    {%- else -%}
    select
        '{{ parent.name }}' as source,
        {{ automate_dv.timestamp_text(column) if column == 'loaded_at' else column }} as load,
        cast(count(*) as varchar) as state
    from {{ parent.relation_name }}
    where
        {{ column }} is not null
        {%- if column == 'loaded_at' %}
        and (select count(*) from {{ batches }} where is_pending) = 0
        {%- else %}
        and {{ column }} not in (
            select landed_in from {{ batches }}
            where is_pending and landed_in is not null
        )
        {%- endif %}
    group by {{ column }}
    {%- endif -%}
{%- endmacro %}

{#
    The statement that marks loads as processed by a table, except those already marked.

    Arguments:
        consumer  name of the table
        loads     list of queries of source, load and state

    Example:
        see upgrade_processed_loads
#}
{% macro mark_loads_before_upgrade(consumer, loads) -%}
    insert into {{ bookkeeping_table('processed_loads') }}
        (consumer, source, load, state, run_id, status)
    select
        '{{ consumer }}' as consumer,
        found.source,
        found.load,
        found.state,
        'upgrade' as run_id,
        'processed' as status
    from ({{ loads | join(' union all ') }}) as found
    left join {{ bookkeeping_table('processed_loads') }} as known
        on
            known.consumer = '{{ consumer }}'
            and found.source = known.source
            and found.load = known.load
    where known.consumer is null
{%- endmacro %}
