{#
    Uploads the match engine to the stage `match_engine` in the target schema, where Snowflake's
    Python models import it. Run it before the first build and after each change of scripts/mdm.

    Arguments:
        archive  absolute path of the zip file

    Example:
        python -m zipfile -c target/mdm.zip scripts/mdm
        dbt run-operation upload_match_engine --target snowflake \
            --args "{archive: $PWD/target/mdm.zip}"
#}
{% macro upload_match_engine(archive) -%}
    {%- if target.type != 'snowflake' -%}
        {{ exceptions.raise_compiler_error(
            "upload_match_engine: the target is '" ~ target.name
            ~ "'; only Snowflake needs the upload"
        ) }}
    {%- endif -%}
    {%- set schema = target.database ~ '.' ~ target.schema -%}
    {%- do run_query('create schema if not exists ' ~ schema) -%}
    {%- do run_query('create stage if not exists ' ~ schema ~ '.match_engine') -%}
    {%- do run_query(
        "put 'file://" ~ archive ~ "' @" ~ schema
        ~ '.match_engine auto_compress=false overwrite=true'
    ) -%}
    {%- do log('The match engine is at @' ~ schema ~ '.match_engine/mdm.zip', info=true) -%}
{%- endmacro %}
