{#
    The statement that creates a table, with its comment, and with `copy tags` for marts, so that a
    replaced table keeps the tags of its columns. dbt-snowflake has a config for this that dbt does
    not accept yet.

    dbt calls this macro instead of its own.

    Arguments:
        temporary      whether the table is temporary
        relation       the table
        compiled_code  its query or Python code
        language       sql or python

    Example:
        dbt run --full-refresh --select dim_customer
#}
{% macro snowflake__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- set statement = dbt.snowflake__create_table_as(
        temporary, relation, compiled_code, language
    ) -%}
    {%- if not temporary and language == 'sql' and model.resource_type == 'model' -%}
        {%- set kept = 'copy grants copy tags' if model.fqn[1] == 'marts'
            and var('protect_personal_data') else 'copy grants' -%}
        {%- set comment = comment_of(statement) if model.config.materialized == 'table'
            else comment_of('') if follows_definition() else model.description -%}
        {#- Privileges are named once before the query. -#}
        {%- set statement = statement.replace(
            'copy grants', kept ~ ' comment = ' ~ text_literal(comment), 1
        ) -%}
    {%- endif -%}
    {{ return(statement) }}
{%- endmacro %}
