{#
    A table in the schema `bookkeeping`, which is not a model: the loads that each table has
    processed, the keys that it has refreshed, the deliveries that gates hold back, or the files
    that `make build` has checked.

    `processed_loads`: one row per consumer, parent that it reads (`source`) and load of that
    parent. `status` is pending while a run works on the load, computed once a Python model has its
    result, and finally processed.

    `refreshed_keys`: one row per table (`model`), run that refreshed it and key; a row without a
    key means all keys.

    `held_loads`: one row per held delivery in a staging model (`source`), violated rule and column;
    a delivery that a steward has rejected has the rule `rejected`.
    Consumers skip such a delivery until it is released.

    `landed_files`: one row per file that `python -m warehouse build` has checked, or per batch if a
    file or seed has several, with its digest and its number of rows, counted by a different reader
    from the one that loads.

    Arguments:
        name           processed_loads, refreshed_keys, held_loads or landed_files
        of_whole_file  whether builds as of a day use the same table instead of a separate one

    Example:
        select * from {{ bookkeeping_table('processed_loads') }}
#}
{% macro bookkeeping_table(name, of_whole_file=false) -%}
    {%- set kind = 'seed' if of_whole_file else 'model' -%}
    {{ return(api.Relation.create(
        database=target.database,
        schema=generate_schema_name('bookkeeping', {'resource_type': kind}) | trim,
        identifier=name,
    )) }}
{%- endmacro %}

{#
    The statements that create the tables of the schema `bookkeeping` if they are missing, and
    delete the pending loads that an earlier run left behind.

    Example:
        on-run-start: "{{ create_bookkeeping() }}"
#}
{% macro create_bookkeeping() -%}
    {%- if execute and flags.WHICH in ('run', 'build', 'retry', 'run-operation') -%}
    {%- if may_be_missing([
        bookkeeping_table('processed_loads'), bookkeeping_table('refreshed_keys'),
        bookkeeping_table('held_loads'), bookkeeping_table('landed_files'),
    ]) -%}
    create schema if not exists {{ bookkeeping_table('processed_loads').without_identifier() }};
    create table if not exists {{ bookkeeping_table('processed_loads') }} (
        consumer varchar,
        source varchar,
        load varchar,
        state varchar,
        run_id varchar,
        status varchar
    );
    create table if not exists {{ bookkeeping_table('refreshed_keys') }} (
        model varchar,
        run_id varchar,
        hash_key binary,
        text_key varchar
    );
    create table if not exists {{ bookkeeping_table('held_loads') }} (
        source varchar,
        load varchar,
        feed varchar,
        rule varchar,
        column_name varchar,
        landed integer,
        accepted integer,
        wrong_rows integer,
        measured decimal(18, 6),
        allowed decimal(18, 6),
        staged_at {{ type_timestamp() }}
    );
    create table if not exists {{ bookkeeping_table('landed_files') }} (
        feed varchar,
        landed_in varchar,
        sha256 varchar,
        file_columns varchar,
        first_loaded_at varchar,
        arrived bigint
    );
    {%- endif -%}
    {%- if flags.WHICH != 'run-operation' %}
    delete from {{ bookkeeping_table('processed_loads') }} where status = 'pending';
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#
    The statement that deletes the refreshed keys that all their consumers have processed. A table
    that has never been built does not count: its first build reads everything.

    Example:
        on-run-end: "{{ delete_processed_keys() }}"
#}
{% macro delete_processed_keys() -%}
    {%- set keys = bookkeeping_table('refreshed_keys') -%}
    {%- set loads = bookkeeping_table('processed_loads') -%}
    {%- if builds_models() -%}
    delete from {{ keys }}
    where (model, run_id) not in (
        select
            readers.model,
            runs.run_id
        from (
            values {{ readers_of_keys() | join(', ') }}
        ) as readers (consumer, model)
        inner join (select distinct model, run_id from {{ keys }}) as runs
            on readers.model = runs.model
        inner join (select distinct consumer from {{ loads }}) as built
            on readers.consumer = built.consumer
        left join {{ loads }} as processed
            on
                readers.consumer = processed.consumer
                and readers.model = processed.source
                and runs.run_id = processed.load
                and processed.status = 'processed'
        where processed.consumer is null
    )
    {%- endif -%}
{%- endmacro %}

{#
    The tables that read keys from `refreshed_keys`, each with the table whose keys it reads, as a
    list of SQL rows.

    Example:
        see delete_processed_keys
#}
{% macro readers_of_keys() -%}
    {%- set found = ["('', '')"] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and tracks_loads(node) -%}
        {%- set listed_by = node.config.meta.get('loads_listed_by') -%}
        {%- for parent in tracked_parents(node_of(listed_by) if listed_by else node)
            if parent.config.meta.get('refresh_by') -%}
            {%- do found.append("('" ~ node.name ~ "', '" ~ parent.name ~ "')") -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
