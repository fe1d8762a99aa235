{#
    The incremental strategy `refresh`: deletes the rows that the query result replaces, inserts the
    result and marks its loads as processed, all in one transaction. On Snowflake the
    materialization itself does so (macros/snowflake/incremental.sql).

    The meta of the model decides which rows are deleted: those with a refreshed key (`refresh_by`
    or `refresh_columns`), those that have the same values as a new row (`replaces_by`), those with
    the key of a new row (`keeps_earliest`, hubs and links), and in staging those of the pending
    deliveries. Without any of these, rows are only added.

    Arguments:
        arguments  mapping that dbt passes: target_relation, temp_relation, dest_columns

    Example:
        +incremental_strategy: refresh
#}
{% macro get_incremental_refresh_sql(arguments) -%}
    {%- set target = arguments['target_relation'] -%}
    {%- set rows = arguments['temp_relation'] -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    {{ delete_replaced_rows(target, rows, arguments['dest_columns'][0].name) }}
    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ rows }};
    {{ mark_processed() }}
{%- endmacro %}

{#
    The statements that delete the rows that the result of a query replaces.

    Arguments:
        target  relation of the table
        rows    relation with the result of the query
        key     first column of the table

    Example:
        see get_incremental_refresh_sql
#}
{% macro delete_replaced_rows(target, rows, key) -%}
    {%- set meta = graph.nodes[model.unique_id].config.meta -%}
    {%- if meta.get('refresh_by') -%}
        {%- if not lists_keys(meta) %}
    insert into {{ bookkeeping_table('refreshed_keys') }}
        (model, run_id, {{ key_column(meta.refresh_by) }})
    select distinct
        '{{ model.name }}' as model,
        '{{ invocation_id }}' as run_id,
        {{ meta.refresh_by }}
    from {{ rows }};
        {%- endif %}
    {{ adapter.dispatch('delete_refreshed_rows')(target, meta) }}
    {%- elif meta.get('keeps_earliest') %}
    delete from {{ target }} where {{ key }} in (select {{ key }} from {{ rows }});
    {%- elif meta.get('load_column', '').endswith('landed_in') %}
    delete from {{ target }}
    where {{ meta.load_column }} in (
        select load from {{ bookkeeping_table('processed_loads') }}
        where consumer = '{{ model.name }}' and status = 'pending'
    );
    {%- endif -%}
    {%- if meta.get('replaces_by') %}
    delete from {{ target }}
    where ({{ meta.replaces_by }}) in (select {{ meta.replaces_by }} from {{ rows }});
    {%- endif -%}
{%- endmacro %}

{#
    The statements that delete the rows of the keys that a table refreshes in this run.

    Arguments:
        target  relation of the table
        meta    meta of the model

    Example:
        see delete_replaced_rows
#}
{% macro default__delete_refreshed_rows(target, meta) -%}
    {{ delete_rows_of_keys(target, meta) }}
    delete from {{ target }}
    where (
        select count(*) from ({{ refreshed_keys() }}) as keys
        where {{ key_column(meta.refresh_by) }} is null
    ) > 0;
{%- endmacro %}

{#- Whether all keys are refreshed is known without a statement. -#}
{% macro snowflake__delete_refreshed_rows(target, meta) -%}
    {%- if lists_keys(meta) and must_refresh_all(graph.nodes[model.unique_id]) %}
    delete from {{ target }};
    {%- else -%}
    {{ delete_rows_of_keys(target, meta) }}
    {%- endif -%}
{%- endmacro %}

{#- The statements that delete the rows of the listed keys, one for each column with a key. -#}
{% macro delete_rows_of_keys(target, meta) -%}
    {%- for column in meta.get('refresh_columns', [meta.refresh_by]) %}
    delete from {{ target }} where {{ column }} in ({{ refreshed_keys() }});
    {%- endfor -%}
{%- endmacro %}
