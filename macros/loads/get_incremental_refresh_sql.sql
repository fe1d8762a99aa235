{#
    The incremental strategy `refresh`: what the model's query returned takes the place of the rows
    that it replaces, and the loads that it was made from become processed, all in one transaction.

    By the meta of the model, rows are replaced by the keys in `refresh_by` (or in
    `refresh_columns`), by the values that returned rows have in `replaces_by`, with
    `keeps_earliest` (hubs and links) by the key of each returned row, and in staging by what they
    landed in. Else rows are only added.

    Arguments:
        arguments  mapping that dbt passes: target_relation, temp_relation, dest_columns

    Example:
        +incremental_strategy: refresh
#}
{% macro get_incremental_refresh_sql(arguments) -%}
    {%- set target = arguments['target_relation'] -%}
    {%- set rows = arguments['temp_relation'] -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    {%- set statements -%}
    {{ delete_replaced_rows(target, rows, arguments['dest_columns'][0].name) }}
    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ rows }};
    {{ mark_processed() }}
    {%- endset -%}
    {{ return(automate_dv.in_transaction(statements)) }}
{%- endmacro %}

{#
    The statements that delete the rows which those of a query replace.

    Arguments:
        target  relation of the table
        rows    relation of what the query returned
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
        {%- for column in meta.get('refresh_columns', [meta.refresh_by]) %}
    delete from {{ target }} where {{ column }} in ({{ refreshed_keys() }});
        {%- endfor %}
    delete from {{ target }}
    where (
        select count(*) from ({{ refreshed_keys() }}) as keys
        where {{ key_column(meta.refresh_by) }} is null
    ) > 0;
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
