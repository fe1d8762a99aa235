{#
    The statement that records the nodes of a run in `node_runs`, with status and duration. Unit
    tests are left out because they read no data.

    Arguments:
        results  the results of the run's nodes
        ended    the end of the run, as a string
        scope    the as-of date as a SQL literal

    Example:
        see end_run
#}
{% macro record_nodes(results, ended, scope) -%}
    {%- set rows = [] -%}
    {%- for result in results
        if result.node.resource_type in ('model', 'seed', 'snapshot', 'test') -%}
        {%- set node = result.node -%}
        {%- set written = (result.adapter_response or {}).get('rows_affected') -%}
        {%- set folders = node.original_file_path.split('/')[:-1] -%}
        {%- set values = [
            "'" ~ [
                node.unique_id, node.name, node.resource_type, folders[1] or folders[0],
                (node.config.severity or '') | lower if node.resource_type == 'test' else '',
                result.status | string,
            ] | join("', '") ~ "'",
            '%.3f' | format(result.execution_time),
            result.failures if result.failures is not none else 'null',
            written if written is number and written >= 0 else 'null',
        ] -%}
        {%- do rows.append('(' ~ values | join(', ') ~ ')') -%}
    {%- endfor -%}
    {%- if rows %}
    insert into {{ operations_table('node_runs') }} (
        run_id, as_of_date, ended_at, node, name, resource_type, layer, severity, status, seconds,
        failures, changed_rows
    )
    select
        {{ of_this_run(ended, scope, 'ended_at') }},
        done.*
    from (
        values
        {{ rows | join(',\n        ') }}
    ) as done;
    {%- endif -%}
{%- endmacro %}

{#
    The statement that records the number of rows of each table of the warehouse, after a run that
    wrote tables.

    Arguments:
        ended  the end of the run, as a string
        scope  the as-of date as a SQL literal

    Example:
        see end_run
#}
{% macro record_row_counts(ended, scope) -%}
    {%- if flags.WHICH != 'test' %}
    insert into {{ operations_table('row_counts') }}
        (run_id, as_of_date, counted_at, schema_name, table_name, row_count)
    select
        {{ of_this_run(ended, scope, 'counted_at') }},
        counted.schema_name,
        counted.table_name,
        counted.row_count
    from ({{ adapter.dispatch('table_sizes')(schemas_of_models()) }}) as counted;
    {%- endif -%}
{%- endmacro %}

{# The names of the schemas of all models, in lower case, as a list. #}
{% macro schemas_of_models() -%}
    {%- set found = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.schema | lower not in found -%}
        {%- do found.append(node.schema | lower) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{% macro default__table_sizes(schemas) -%}
    select
        lower(table_schema) as schema_name,
        lower(table_name) as table_name,
        row_count
    from {{ target.database }}.information_schema.tables
    where table_type = 'BASE TABLE' and lower(table_schema) in ('{{ schemas | join("', '") }}')
{%- endmacro %}

{% macro duckdb__table_sizes(schemas) -%}
    select
        schema_name,
        table_name,
        estimated_size as row_count
    from duckdb_tables()
    where
        database_name = current_database()
        and not temporary
        and lower(schema_name) in ('{{ schemas | join("', '") }}')
{%- endmacro %}

{#
    Records in `feed_checks` the age of the newest delivery of each feed, and whether each
    independently counted file was read completely. Steward logs have no schedule, so they are never
    late.

    Example:
        on-run-end: "{{ record_feeds() }}"
#}
{% macro record_feeds() -%}
    {%- if builds_models() and existing_relation('stg_landing__deliveries') -%}
    insert into {{ operations_table('feed_checks') }} (
        run_id, as_of_date, checked_at, feed, alert_address, newest_delivery, allowed_hours,
        is_late, landed, refused, counted_files, matching_files
    )
    with

    promises as (
        select * from (
            values
            {%- for feed, declaration in feed_declarations().items() %}
            (
                '{{ feed }}',
                {{ text_literal(declaration.alert_address or '') }},
                cast({{ declaration.freshness_hours or 'null' }} as integer)
            )
            {{- ',' if not loop.last }}
            {%- endfor %}
        ) as declared (feed, alert_address, allowed_hours)
    ),

    files as (
        select
            feed,
            landed_in,
            max(delivery_date) as newest_delivery,
            sum(landed) as landed,
            sum(rejected) as refused
        from {{ existing_relation('stg_landing__deliveries') }}
        group by feed, landed_in
    ),

    arrived as (
        {{ arrived_files() }}
    ),

    counted as (
        select
            files.feed,
            max(files.newest_delivery) as newest_delivery,
            sum(files.landed) as landed,
            sum(files.refused) as refused,
            count(arrived.arrived) as counted_files,
            sum(case when arrived.arrived = files.landed then 1 else 0 end) as matching_files
        from files
        left join arrived
            on
                files.feed = arrived.feed
                and files.landed_in = arrived.landed_in
        group by files.feed
    )

    select
        {{ of_this_run(
            clock_time(run_started_at), text_literal(var('as_of_date')), 'checked_at'
        ) }},
        promises.feed,
        promises.alert_address,
        counted.newest_delivery,
        promises.allowed_hours,
        promises.allowed_hours is not null and coalesce(
            {{ late_from('counted.newest_delivery', 'promises.allowed_hours') }}
            < cast('{{ run_time() }}' as {{ type_timestamp() }}),
            true
        ) as is_late,
        coalesce(counted.landed, 0) as landed,
        coalesce(counted.refused, 0) as refused,
        coalesce(counted.counted_files, 0) as counted_files,
        coalesce(counted.matching_files, 0) as matching_files
    from promises
    left join counted
        on promises.feed = counted.feed
    {%- endif -%}
{%- endmacro %}

{#
    The time from which a feed is late: its newest delivery may be as old as its contract allows,
    counted from the end of the day on which it arrived.

    Arguments:
        newest_delivery  expression of the day of the newest delivery
        allowed_hours    expression of the hours

    Example:
        see record_feeds
#}
{% macro late_from(newest_delivery, allowed_hours) -%}
    {{ dbt.dateadd('hour', '24 + ' ~ allowed_hours,
        'cast(' ~ newest_delivery ~ ' as ' ~ type_timestamp() ~ ')') }}
{%- endmacro %}

{#
    The first columns of a row that a run records: the run, the as-of date and a time.

    Arguments:
        time   the time, as a string
        scope  the as-of date as a SQL literal
        name   name of the column with the time

    Example:
        see record_nodes
#}
{% macro of_this_run(time, scope, name) -%}
    '{{ invocation_id }}' as run_id,
        {{ scope }} as as_of_date,
        cast('{{ time }}' as {{ type_timestamp() }}) as {{ name }}
{%- endmacro %}
