{#
    A table of the schema `bookkeeping`, which is no model: what each table has processed and which
    of its keys it refreshed.

    `processed_loads`: one row per table (`consumer`), table that it reads (`source`) and load of
    it. `status` is pending while a run works on the load, computed while a Python model has the
    result, then processed.

    `refreshed_keys`: one row per table (`model`), run that refreshed it and key; a row without a
    key stands for all keys.

    Arguments:
        name  processed_loads or refreshed_keys

    Example:
        select * from {{ bookkeeping_table('processed_loads') }}
#}
{% macro bookkeeping_table(name) -%}
    {{ return(api.Relation.create(
        database=target.database,
        schema=generate_schema_name('bookkeeping', {'resource_type': 'model'}) | trim,
        identifier=name,
    )) }}
{%- endmacro %}

{#
    The statements that make the tables of the schema `bookkeeping` where they are missing.

    Example:
        on-run-start: "{{ create_bookkeeping() }}"
#}
{% macro create_bookkeeping() -%}
    {%- if execute and flags.WHICH in ('run', 'build', 'retry', 'run-operation') -%}
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
    {%- endif -%}
{%- endmacro %}

{#
    The statement that deletes the refreshed keys that every table made from them has processed.

    Example:
        on-run-end: "{{ delete_processed_keys() }}"
#}
{% macro delete_processed_keys() -%}
    {%- set loads = bookkeeping_table('processed_loads') -%}
    {%- if execute and flags.WHICH in ('run', 'build', 'retry') -%}
    delete from {{ bookkeeping_table('refreshed_keys') }}
    where (model, run_id) not in (
        select
            readers.source,
            runs.run_id
        from (select distinct consumer, source from {{ loads }}) as readers
        inner join (
            select distinct model, run_id from {{ bookkeeping_table('refreshed_keys') }}
        ) as runs
            on readers.source = runs.model
        left join {{ loads }} as done
            on
                readers.consumer = done.consumer
                and readers.source = done.source
                and runs.run_id = done.load
                and done.status = 'processed'
        where done.consumer is null
    )
    {%- endif -%}
{%- endmacro %}
