{#
    The body of vault_insert_by_period and vault_insert_by_rank: creates the table from the first
    part of staging or, if it exists, loads one part after the other.

    Arguments:
        name         name of the materialization
        placeholder  text in the model's query that the condition of a part replaces
        conditions   list of the conditions, in order

    Example:
        see vault_insert_by_period
#}
{% macro materialize_parts(name, placeholder, conditions) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set existing = load_relation(this) -%}
    {%- if placeholder not in sql or conditions | length > 100000 -%}
        {{ exceptions.raise_compiler_error(
            'automate_dv.' ~ name ~ ': ' ~ (
                conditions | length ~ ' parts are more than 100000' if placeholder in sql
                else 'the query has no ' ~ placeholder ~ ', which the table macros write'
            ) ~ ' in ' ~ model.name
        ) }}
    {%- endif -%}
    {{- run_hooks(pre_hooks, inside_transaction=False) -}}
    {{- run_hooks(pre_hooks, inside_transaction=True) -}}
    {%- if automate_dv.is_any_incremental() -%}
        {%- set columns = get_quoted_csv(
            adapter.get_columns_in_relation(target) | map(attribute='name')
        ) -%}
        {%- for condition in conditions -%}
            {%- do automate_dv.insert_part(
                target, columns, sql | replace(placeholder, condition)
            ) -%}
        {%- endfor -%}
        {%- call noop_statement('main', 'INSERT of ' ~ conditions | length ~ ' parts') -%}
        {%- endcall -%}
    {%- else -%}
        {%- if existing is not none -%}
            {%- do adapter.drop_relation(existing) -%}
        {%- endif -%}
        {%- call statement('main') -%}
            {{ create_table_as(
                false, target, sql | replace(placeholder, conditions | first or 'false')
            ) }}
        {%- endcall -%}
    {%- endif -%}
    {%- do persist_docs(target, model) -%}
    {{- run_hooks(post_hooks, inside_transaction=True) -}}
    {%- do adapter.commit() -%}
    {{- run_hooks(post_hooks, inside_transaction=False) -}}
    {{ return({'relations': [target]}) }}
{%- endmacro %}

{#
    Inserts the result of a query, which may read the table, into the table.

    Arguments:
        target   relation of the table
        columns  text of its columns, separated by commas
        query    text of the query

    Example:
        see materialize_parts
#}
{% macro insert_part(target, columns, query) -%}
    {%- set rows = make_temp_relation(target) -%}
    {%- do run_query(create_table_as(true, rows, query)) -%}
    {%- do run_query(
        'insert into ' ~ target ~ ' (' ~ columns ~ ') select ' ~ columns ~ ' from ' ~ rows
    ) -%}
    {%- do adapter.drop_relation(rows) -%}
{%- endmacro %}
