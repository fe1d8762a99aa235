{#
    A table of keys and as-of dates that refreshes only the rows that may have changed. The model's
    query ends in pit_delta, which returns the rows to insert and to delete.

    Example:
        {{ config(materialized='pit_incremental') }}
#}
{% materialization pit_incremental, default %}
    {{ return(automate_dv.materialize_delta()) }}
{% endmaterialization %}

{#
    Like pit_incremental, for bridges.

    Example:
        {{ config(materialized='bridge_incremental') }}
#}
{% materialization bridge_incremental, default %}
    {{ return(automate_dv.materialize_delta()) }}
{% endmaterialization %}

{#
    The body of pit_incremental and bridge_incremental: creates the table or, if it exists, applies
    the result of the model's query to it.

    Example:
        see pit_incremental
#}
{% macro materialize_delta() -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set existing = load_relation(this) -%}
    {{- run_hooks(pre_hooks, inside_transaction=False) -}}
    {{- run_hooks(pre_hooks, inside_transaction=True) -}}
    {%- if automate_dv.is_any_incremental() -%}
        {%- do automate_dv.apply_delta(target, sql) -%}
    {%- else -%}
        {%- if existing is not none -%}
            {%- do adapter.drop_relation(existing) -%}
        {%- endif -%}
        {%- call statement('main') -%}
            {{ create_table_as(false, target, sql) }}
        {%- endcall -%}
    {%- endif -%}
    {%- do persist_docs(target, model) -%}
    {{- run_hooks(post_hooks, inside_transaction=True) -}}
    {%- do adapter.commit() -%}
    {{- run_hooks(post_hooks, inside_transaction=False) -}}
    {{ return({'relations': [target]}) }}
{%- endmacro %}

{#
    Applies the result of pit_delta to the table: deletes and replaces rows by key and as-of date in
    one transaction. Raises an error if the columns differ from those of the table.

    Arguments:
        target  relation of the table; its first column is the key
        query   text of a query that ends in pit_delta; it may read the table

    Example:
        see materialize_delta
#}
{% macro apply_delta(target, query) -%}
    {%- set delta = make_temp_relation(target) -%}
    {%- do run_query(create_table_as(true, delta, query)) -%}
    {%- set columns = adapter.get_columns_in_relation(target) | map(attribute='quoted') | list -%}
    {%- set new_columns = {} -%}
    {%- for name in adapter.get_columns_in_relation(delta) | map(attribute='quoted')
        if name | lower != '"is_row"' -%}
        {%- do new_columns.update({name | lower: name}) -%}
    {%- endfor -%}
    {%- if new_columns | sort != columns | map('lower') | sort -%}
        {{ exceptions.raise_compiler_error(
            target ~ ' has the columns ' ~ columns ~ ', its model '
            ~ new_columns.values() | list ~ ': run it with --full-refresh'
        ) }}
    {%- endif -%}
    {%- set pk, new_pk = columns[0], new_columns[columns[0] | lower] -%}
    {%- set new_names = [] -%}
    {%- for name in columns -%}
        {%- do new_names.append(new_columns[name | lower]) -%}
    {%- endfor -%}
    {%- set statements -%}
    delete from {{ target }}
    where as_of_date in (select as_of_date from {{ delta }} where {{ new_pk }} is null);
    delete from {{ target }}
    using (select distinct {{ new_pk }} as {{ pk }}, as_of_date from {{ delta }}) as delta
    where {{ target }}.{{ pk }} = delta.{{ pk }} and {{ target }}.as_of_date = delta.as_of_date;
    insert into {{ target }} ({{ columns | join(', ') }})
    select {{ new_names | join(', ') }} from {{ delta }} where is_row;
    {%- endset -%}
    {%- call statement('main') -%}
        {{ automate_dv.in_transaction(statements) }}
    {%- endcall -%}
    {%- do adapter.drop_relation(delta) -%}
{%- endmacro %}
