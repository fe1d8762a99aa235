{#
    A table of the schema `operations`, which is not a model: measurements of runs. Its rows are
    kept across rebuilds. Builds as of a day write to the same tables.

    `gate_results`: one row per delivery of a feed, gate rule and column, in the state in which the
    delivery was last staged; see gate_deliveries. And one row per run, gate of a later layer and
    measurement, with `model` instead of `feed`; see record_gates.

    `node_runs`: one row per run and model, seed, snapshot or test in it. `failures` is the number
    of failing rows of a test, `changed_rows` the number of written rows that Snowflake reports.

    `feed_checks`: one row per run and feed: its newest delivery, the allowed age of it, and how
    many of the independently counted files were read completely.

    `column_differences`: one row per delivery and attempt to load it that was refused because its
    columns differ from the contract. `python -m warehouse` writes it; on Snowflake it is empty.

    `row_counts`: one row per table of the warehouse and run that wrote tables, with the row count
    from the catalogue of the engine.

    Arguments:
        name  gate_results, node_runs, feed_checks, column_differences or row_counts

    Example:
        select * from {{ operations_table('gate_results') }}
#}
{% macro operations_table(name) -%}
    {{ return(api.Relation.create(
        database=target.database,
        schema=generate_schema_name('operations', {'resource_type': 'seed'}) | trim,
        identifier=name,
    )) }}
{%- endmacro %}

{#
    The statements that create the tables of the schema `operations` if they are missing, and add
    columns that they lack if an earlier version created them.

    Example:
        see create_run_history
#}
{% macro create_operations() -%}
    {%- if may_be_missing([
        operations_table('gate_results'), operations_table('node_runs'),
        operations_table('feed_checks'), operations_table('column_differences'),
        operations_table('row_counts'),
    ]) -%}
    create schema if not exists {{ operations_table('gate_results').without_identifier() }};
    create table if not exists {{ operations_table('gate_results') }} (
        run_id varchar,
        as_of_date varchar,
        checked_at {{ type_timestamp() }},
        feed varchar,
        model varchar,
        landed_in varchar,
        rule varchar,
        column_name varchar,
        landed integer,
        accepted integer,
        wrong_rows integer,
        measured decimal(18, 6),
        allowed decimal(18, 6),
        outcome varchar
    );
    alter table {{ operations_table('gate_results') }} add column if not exists model varchar;
    create table if not exists {{ operations_table('node_runs') }} (
        run_id varchar,
        as_of_date varchar,
        ended_at {{ type_timestamp() }},
        node varchar,
        name varchar,
        resource_type varchar,
        layer varchar,
        severity varchar,
        status varchar,
        seconds decimal(18, 3),
        failures bigint,
        changed_rows bigint
    );
    create table if not exists {{ operations_table('feed_checks') }} (
        run_id varchar,
        as_of_date varchar,
        checked_at {{ type_timestamp() }},
        feed varchar,
        alert_address varchar,
        newest_delivery date,
        allowed_hours integer,
        is_late boolean,
        landed bigint,
        refused bigint,
        counted_files bigint,
        matching_files bigint
    );
    create table if not exists {{ operations_table('column_differences') }} (
        as_of_date varchar,
        found_at {{ type_timestamp() }},
        feed varchar,
        delivery varchar
    );
    create table if not exists {{ operations_table('row_counts') }} (
        run_id varchar,
        as_of_date varchar,
        counted_at {{ type_timestamp() }},
        schema_name varchar,
        table_name varchar,
        row_count bigint
    );
    {%- endif -%}
{%- endmacro %}
