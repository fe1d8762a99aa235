{#
    What this run has learned about the database, by name: a mapping in `graph`, which all nodes of
    the run share, so that a question is asked once and not for each model. Only what does not
    change during a run is kept there, or what the run itself changes and notes.

    Example:
        {%- do facts_of_run().update({'salt': salt}) -%}
#}
{% macro facts_of_run() -%}
    {%- if graph.get('facts_of_run', {}).get('invocation_id') != invocation_id -%}
        {%- do graph.update({'facts_of_run': {'invocation_id': invocation_id}}) -%}
    {%- endif -%}
    {{ return(graph.facts_of_run) }}
{%- endmacro %}

{#
    The names of the columns of each table and view when the run started, in lower case, by
    schema.name in lower case; add_new_columns adds those that it adds.

    Example:
        see stored_columns
#}
{% macro stored_columns_of_all() -%}
    {%- set facts = facts_of_run() -%}
    {%- if 'stored_columns' not in facts -%}
        {%- set stored = {} -%}
        {%- set query -%}
        select table_schema || '.' || table_name, column_name from information_schema.columns
        where table_catalog = upper('{{ target.database }}')
        order by table_schema, table_name, ordinal_position
        {%- endset -%}
        {%- for table, column in run_query(query).rows -%}
            {%- do stored.setdefault(table | lower, []).append(column | lower) -%}
        {%- endfor -%}
        {%- do facts.update({'stored_columns': stored}) -%}
    {%- endif -%}
    {{ return(facts.stored_columns) }}
{%- endmacro %}

{#
    The columns of a relation when this run first asked, as a list of names in lower case; empty if
    it did not exist.

    Arguments:
        relation  table or view

    Example:
        {%- set stored = stored_columns_of(this) -%}
#}
{% macro stored_columns_of(relation) -%}
    {{ return(
        stored_columns_of_all().get((relation.schema ~ '.' ~ relation.identifier) | lower) or []
    ) }}
{%- endmacro %}

{#
    The runs in which all rows of a table were refreshed, as lists by table: those that
    `refreshed_keys` had when they were first asked for, and this run.

    Example:
        {%- do complete_refreshes().setdefault(model.name, []).append(invocation_id) -%}
#}
{% macro complete_refreshes() -%}
    {{ return(facts_of_run().setdefault('complete_refreshes', {})) }}
{%- endmacro %}

{#
    Whether one of the tables that the project creates itself may be missing. On Snowflake, a build
    knows the tables from the question for their columns; elsewhere `create if not exists` decides.

    Arguments:
        tables  list of relations

    Example:
        {%- if may_be_missing([erasure_register()]) -%}
#}
{% macro may_be_missing(tables) -%}
    {{ return(adapter.dispatch('may_be_missing')(tables)) }}
{%- endmacro %}

{% macro default__may_be_missing(tables) -%} {{ return(true) }} {%- endmacro %}

{% macro snowflake__may_be_missing(tables) -%}
    {%- set stored = stored_columns_of_all() if builds_models() else {} -%}
    {%- for table in tables
        if (table.schema ~ '.' ~ table.identifier) | lower not in stored -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro %}
