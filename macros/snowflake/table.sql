{#
    The materialization `table` on Snowflake. If neither the definition of the table has changed
    since it was created, nor the columns that it may read, then one statement replaces its rows, so
    that it keeps its comments, tags and privileges. Otherwise the table is created again.

    Example:
        +materialized: table
#}
{% materialization table, adapter='snowflake', supported_languages=['sql', 'python'] -%}
    {%- set existing = load_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- do set_query_tag() -%}
    {{ run_hooks(pre_hooks) }}
    {%- if existing is not none and not existing.is_table -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {#- dbt submits Python only from a materialization itself, not from a macro that it calls. -#}
    {%- call statement('main', language=model.language) -%}
        {%- if keeps_table() -%} {{ overwritten_rows(target, sql) }}
        {%- else -%} {{ create_table_as(false, target, compiled_code, model.language) }}
        {%- endif -%}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {%- do apply_grants(target, config.get('grants'), should_revoke(existing, true)) -%}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}

{#
    Whether the running model is a table of which only the rows are replaced.

    Example:
        see the materialization table
#}
{% macro keeps_table() -%}
    {%- if target.type != 'snowflake' or model.language != 'sql'
        or model.config.materialized != 'table' -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set existing = load_relation(this) -%}
    {{ return(
        existing is not none and existing.is_table and is_defined_by(
            dbt.snowflake__create_table_as(false, this.incorporate(type='table'), sql, 'sql')
        )
    ) }}
{%- endmacro %}

{#
    The statement that replaces all rows of a table by the result of a query, which may read them.

    Arguments:
        target  relation of the table
        query   text of the query

    Example:
        see the materialization table
#}
{% macro overwritten_rows(target, query) -%}
    {%- set names = model.columns | list if config.get('contract').enforced
        else stored_columns_of(target) -%}
    {%- set columns = get_quoted_csv(names | map('upper')) -%}
    insert overwrite into {{ target }} ({{ columns }})
    select {{ columns }}
    from (
        {{ query }}
    ) as found
{%- endmacro %}
