{#
    A table of the run history, in the schema `bookkeeping`. A database has one history, because a
    publication shows the whole database; the rows of a build with `as_of_date` have that date.

    `runs`: one row per run of dbt. `status` is running until the run has ended, so a run that was
    killed keeps it. `is_whole` is whether it built the whole project, or completed a run that did.

    `open_problems`: one row per node that failed or was skipped in its latest run. Warnings and
    unit tests are left out.

    `built_marts`: one row per mart, with the time of its last build and the newest delivery date of
    its feeds at that time.

    `publications`: one row per publication, written before the database is copied, and removed if
    that fails.

    Arguments:
        name  runs, open_problems, built_marts or publications

    Example:
        select * from {{ run_history_table('runs') }}
#}
{% macro run_history_table(name) -%}
    {{ return(bookkeeping_table(name, of_whole_file=true)) }}
{%- endmacro %}

{#
    The statements that create the run history if it is missing.

    Example:
        see start_run
#}
{% macro create_run_history() -%}
    {%- if may_be_missing([
        run_history_table('runs'), run_history_table('open_problems'),
        run_history_table('built_marts'), run_history_table('publications'),
    ]) -%}
    create schema if not exists {{ run_history_table('runs').without_identifier() }};
    create table if not exists {{ run_history_table('runs') }} (
        run_id varchar,
        as_of_date varchar,
        command varchar,
        selection varchar,
        vars varchar,
        started_at {{ type_timestamp() }},
        ended_at {{ type_timestamp() }},
        status varchar,
        is_whole boolean
    );
    create table if not exists {{ run_history_table('open_problems') }} (
        as_of_date varchar,
        node varchar,
        name varchar,
        resource_type varchar,
        status varchar,
        run_id varchar
    );
    create table if not exists {{ run_history_table('built_marts') }} (
        as_of_date varchar,
        mart varchar,
        data_until date,
        built_at {{ type_timestamp() }},
        run_id varchar
    );
    create table if not exists {{ run_history_table('publications') }} (
        published_at {{ type_timestamp() }},
        published_by varchar,
        published_as varchar,
        run_id varchar,
        data_until date,
        accepted varchar
    );
    {%- endif -%}
{%- endmacro %}

{#
    Adds a run to the run history. It is the last on-run-start hook, so a run that the checks stop
    leaves no entry.

    Example:
        on-run-start: "{{ start_run() }}"
#}
{% macro start_run() -%}
    {%- if execute and flags.WHICH in ('run', 'build', 'retry', 'seed', 'snapshot') -%}
    {%- set statements -%}
    {{ create_run_history() }}
    {{ create_operations() }}
    insert into {{ run_history_table('runs') }}
        (run_id, as_of_date, command, selection, vars, started_at, status, is_whole)
    select
        '{{ invocation_id }}',
        {{ text_literal(var('as_of_date')) }},
        '{{ flags.WHICH }}',
        {{ text_literal(run_selection() | join(' ')) }},
        {{ text_literal(tojson(invocation_args_dict.get('vars') or {}, sort_keys=true)) }},
        {#- The latest run gets the latest time, even if the clock was set back. #}
        greatest(
            cast('{{ clock_time(run_started_at) }}' as {{ type_timestamp() }}),
            coalesce(
                max(started_at) + interval '1 millisecond',
                cast('1970-01-01' as {{ type_timestamp() }})
            )
        ),
        'running',
        false
    from {{ run_history_table('runs') }};
    {%- endset -%}
    {%- do commit_statements(statements) -%}
    {%- endif -%}
{%- endmacro %}

{#
    Runs statements and commits them, together with a transaction that an earlier hook may have
    opened: dbt does not commit it if the run has nothing else to do on its connection.

    Arguments:
        statements  their text

    Example:
        see start_run
#}
{% macro commit_statements(statements) -%}
    {%- call statement('run_history', auto_begin=true) -%} {{ statements }} {%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro %}

{#
    The options that restrict this run to a part of the project, as a list of strings; empty for the
    whole project. Excluding unit tests does not count as a restriction, because they read no data.

    Example:
        see start_run
#}
{% macro run_selection() -%}
    {%- set given = invocation_args_dict -%}
    {%- set parts = [] -%}
    {%- for option in ('select', 'models', 'exclude', 'selector', 'resource_types') -%}
        {%- for value in ([given[option]] if given.get(option) is string
            else given.get(option) or []) -%}
            {%- do parts.append('--' ~ (option | replace('_', '-')) ~ ' ' ~ value) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for value in given.get('exclude_resource_types') or [] if value ~ '' != 'unit_test' -%}
        {%- do parts.append('--exclude-resource-type ' ~ value) -%}
    {%- endfor -%}
    {%- do parts.append('--empty') if flags.EMPTY -%}
    {{ return(parts) }}
{%- endmacro %}

{#
    Records how a run ended: the problems that are open after it, and the marts that it built. It is
    the last on-run-end hook.

    Arguments:
        results  the results of the run's nodes, which dbt passes to on-run-end hooks

    Example:
        on-run-end: "{{ end_run(results) }}"
#}
{% macro end_run(results) -%}
    {%- if execute and flags.WHICH in ('run', 'build', 'retry', 'seed', 'snapshot', 'test') -%}
    {%- set ended = clock_time(modules.datetime.datetime.now(modules.pytz.utc)) -%}
    {%- set scope = text_literal(var('as_of_date')) -%}
    {%- set problems, marts, done = [], [], [] -%}
    {%- for result in results if result.node.resource_type not in ('operation', 'unit_test') -%}
        {%- set node, status = result.node, result.status | string -%}
        {%- do done.append(node.unique_id) -%}
        {%- if status in ('error', 'fail', 'runtime error', 'skipped', 'partial success') -%}
            {%- do problems.append([node.unique_id, node.name, node.resource_type, status]) -%}
        {%- elif node.resource_type == 'model' and 'marts' in node.fqn -%}
            {%- do marts.append(node) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set is_all = covers_project(done) -%}
    {%- set statements -%}
    {{ create_run_history() }}
    {{ create_operations() }}
    {{ record_nodes(results, ended, scope) }}
    {{ record_gates(results, ended, scope) }}
    {{ record_row_counts(ended, scope) }}
    {{ replace_open_problems(problems, done, is_all, scope) }}
    {{ replace_built_marts(marts, ended, scope) }}
    update {{ run_history_table('runs') }}
    set
        ended_at = cast('{{ ended }}' as {{ type_timestamp() }}),
        status = 'ended',
        is_whole = {{ run_is_whole(is_all) }}
    where run_id = '{{ invocation_id }}';
    {%- endset -%}
    {%- do commit_statements(statements) -%}
    {%- endif -%}
{%- endmacro %}

{#
    Whether a run builds the whole project. Tests do not count, because dbt leaves out those of
    disabled nodes; an unrestricted build with a model has all of its tests.

    Arguments:
        done  list of the unique ids of the nodes of the run

    Example:
        see end_run
#}
{% macro covers_project(done) -%}
    {%- set missing = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ('model', 'seed', 'snapshot')
        and node.config.materialized != 'ephemeral' and node.unique_id not in done -%}
        {%- do missing.append(node.unique_id) -%}
    {%- endfor -%}
    {{ return(flags.WHICH == 'build' and not missing and not run_selection()) }}
{%- endmacro %}

{#
    The condition that this run built the whole project, or completed a run that did: `dbt retry`
    has the command of the run before it and no selection, but not all nodes.

    Arguments:
        is_all  whether the run had all nodes of the project

    Example:
        see end_run
#}
{% macro run_is_whole(is_all) -%}
    {%- set runs = run_history_table('runs') -%}
    {%- if is_all or run_selection() or flags.WHICH != 'build' -%}
    {{ is_all }}
    {%- else -%}
    coalesce((
        select max(case when earlier.is_whole then 1 else 0 end)
        from {{ runs }} as earlier
        where
            earlier.as_of_date = {{ text_literal(var('as_of_date')) }}
            and earlier.started_at = (
                select max(started_at) from {{ runs }}
                where
                    as_of_date = {{ text_literal(var('as_of_date')) }}
                    and run_id <> '{{ invocation_id }}'
            )
    ), 0) = 1
    {%- endif -%}
{%- endmacro %}

{#
    The statements that replace the open problems of the nodes that a run processed; a run of the
    whole project replaces all of them.

    Arguments:
        problems  list of lists: unique id, name, resource type and status of a node
        done      list of the unique ids of the nodes of the run
        is_all    whether these are all nodes of the project
        scope     the as-of date as a SQL literal

    Example:
        see end_run
#}
{% macro replace_open_problems(problems, done, is_all, scope) -%}
    {%- set table = run_history_table('open_problems') %}
    delete from {{ table }}
    where as_of_date = {{ scope }}
        {%- if not is_all %} and node in ('{{ done | join("', '") }}'){% endif %};
    {%- if problems %}
    insert into {{ table }} (as_of_date, node, name, resource_type, status, run_id) values
        {%- for problem in problems %}
        ({{ scope }}, '{{ problem | join("', '") }}', '{{ invocation_id }}')
            {{- ',' if not loop.last else ';' }}
        {%- endfor %}
    {%- endif %}
{%- endmacro %}

{#
    The statements that record the newest delivery date in each mart that a run built.

    Arguments:
        marts  list of nodes
        ended  the end of the run, as a string
        scope  the as-of date as a SQL literal

    Example:
        see end_run
#}
{% macro replace_built_marts(marts, ended, scope) -%}
    {%- set table = run_history_table('built_marts') -%}
    {%- set current = existing_relation('current_as_of_date') -%}
    {%- set deliveries = existing_relation('stg_landing__deliveries') -%}
    {%- if marts %}
    delete from {{ table }}
    where as_of_date = {{ scope }} and mart in ('{{ marts | join("', '", attribute='name') }}');
    insert into {{ table }} (as_of_date, mart, data_until, built_at, run_id)
    {%- for mart in marts %}
    {%- set feeds = feeds_of(mart) %}
    select
        {{ scope }} as as_of_date,
        '{{ mart.name }}' as mart,
        {%- if deliveries and feeds %}
        (
            select max(delivery_date) from {{ deliveries }}
            where feed in ('{{ feeds | join("', '") }}')
        ) as data_until,
        {%- elif current %}
        (select max(as_of_date) from {{ current }}) as data_until,
        {%- else %}
        cast(null as date) as data_until,
        {%- endif %}
        cast('{{ ended }}' as {{ type_timestamp() }}) as built_at,
        '{{ invocation_id }}' as run_id
    {{ 'union all' if not loop.last else ';' }}
    {%- endfor %}
    {%- endif %}
{%- endmacro %}

{#
    The names of the feeds of sources that a model is computed from; none for one that reads only
    seeds.

    Arguments:
        model  node of the model

    Example:
        see replace_built_marts
#}
{% macro feeds_of(model) -%}
    {%- set found, seen, feeds = [model.unique_id], {}, [] -%}
    {#- The loop also visits the parents that it appends to the list. -#}
    {%- for unique_id in found if unique_id in graph.nodes -%}
        {%- set node = graph.nodes[unique_id] -%}
        {%- if node.name.startswith('landing_') -%}
            {%- if node.name[8:] in source_feeds() -%}
                {%- do feeds.append(node.name[8:]) -%}
            {%- endif -%}
        {%- elif node.name != 'stg_landing__deliveries' -%}
            {%- for parent in node.depends_on.nodes if parent not in seen -%}
                {%- do seen.update({parent: true}) -%}
                {%- do found.append(parent) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(feeds) }}
{%- endmacro %}
