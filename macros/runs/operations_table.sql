{#
    A table of the schema `operations`, which is not a model: what runs have measured. Its rows are
    kept across rebuilds. Builds as of a day write to the same tables.

    `gate_results`: one row per delivery of a feed, gate rule and column, as the delivery was when
    it was staged last; see gate_deliveries.

    Arguments:
        name  gate_results

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
    The statements that create the tables of the schema `operations` if they are missing.

    Example:
        see create_run_history
#}
{% macro create_operations() -%}
    create schema if not exists {{ operations_table('gate_results').without_identifier() }};
    create table if not exists {{ operations_table('gate_results') }} (
        run_id varchar,
        as_of_date varchar,
        checked_at {{ type_timestamp() }},
        feed varchar,
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
{%- endmacro %}
