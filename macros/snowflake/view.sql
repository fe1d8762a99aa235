{#
    The materialization `view` on Snowflake, which creates a view only if its definition has
    changed since it was created, or the columns that it may read. The end of its comment has a
    digest of both, which is set by the statement that creates it. `--full-refresh` creates all
    views.

    Example:
        +materialized: view
#}
{% materialization view, adapter='snowflake' -%}
    {%- set target = this.incorporate(type='view') -%}
    {%- set existing = load_relation(this) -%}
    {%- set is_same = existing is not none and existing.is_view
        and is_defined_by(dbt.snowflake__create_view_as(target, sql)) -%}
    {%- if is_same -%}
        {%- call noop_statement('main', 'unchanged') -%} {{ sql }} {%- endcall -%}
    {%- else -%}
        {%- do snowflake__create_or_replace_view() -%}
    {%- endif -%}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}

{#
    The statement that creates a view, with its comment.

    dbt calls this macro instead of its own.

    Arguments:
        relation  the view
        sql       text of its query

    Example:
        see the materialization view
#}
{% macro snowflake__create_view_as(relation, sql) -%}
    {%- set statement = dbt.snowflake__create_view_as(relation, sql) -%}
    {{ return(statement.replace(
        'copy grants', 'copy grants comment = ' ~ text_literal(comment_of(statement)), 1
    )) }}
{%- endmacro %}
