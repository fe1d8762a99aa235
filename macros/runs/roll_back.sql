{#
    Restores the previous publication for readers on Snowflake. The last publication dropped it;
    Time Travel can restore it, by default for a day. A second call undoes the first.

    Example:
        dbt run-operation roll_back_publication --target snowflake
#}
{% macro roll_back_publication() -%}
    {%- set published = schema_of_readers('published') -%}
    {%- set next = schema_of_readers('published_next') -%}
    {%- set log_of_publications = run_history_table('publications') -%}
    {%- set earlier = run_query(
        'select run_id from ' ~ log_of_publications ~ ' where published_as = '
        ~ text_literal(published) ~ ' order by published_at desc limit 1 offset 1'
    ).rows if execute else [] -%}
    {%- if execute and not earlier -%}
        {%- do exceptions.raise_compiler_error(
            'roll_back_publication: there is no publication before the last one.'
        ) -%}
    {%- elif execute -%}
        {%- do run_query('undrop schema ' ~ next) -%}
        {%- do run_query('alter schema ' ~ published ~ ' swap with ' ~ next) -%}
        {%- do run_query('drop schema ' ~ next) -%}
        {%- set entry -%}
        insert into {{ log_of_publications }}
        select
            sysdate(),
            current_user(),
            published_as,
            run_id,
            data_until,
            'rolled back'
        from {{ log_of_publications }}
        where published_as = {{ text_literal(published) }}
        qualify row_number() over (order by published_at desc) = 2
        {%- endset -%}
        {%- do run_query(entry) -%}
        {%- do log(published ~ ' has the publication of run ' ~ earlier[0][0], info=true) -%}
    {%- endif -%}
{%- endmacro %}

{#
    Restores the schemas of the warehouse on Snowflake to their state before a run, by Time Travel:
    within a day, because marts are transient. The replaced state stays in schemas that end with
    `_rolled_back` until they are dropped. Suspend the tasks first, and run no build until it is
    done.

    Arguments:
        run_id  the run, from bookkeeping.runs

    Example:
        dbt run-operation roll_back_run --target snowflake --args '{run_id: <run_id>}'
#}
{% macro roll_back_run(run_id) -%}
    {%- set runs = run_query(
        "select to_varchar(started_at, 'YYYY-MM-DD HH24:MI:SS.FF6') from "
        ~ run_history_table('runs') ~ ' where run_id = ' ~ text_literal(run_id)
    ).rows if execute else [] -%}
    {%- if execute and not runs -%}
        {%- do exceptions.raise_compiler_error(
            'roll_back_run: bookkeeping.runs has no run ' ~ run_id
        ) -%}
    {%- elif execute -%}
        {%- set time = "to_timestamp_tz('" ~ runs[0][0] ~ " +00:00')" -%}
        {%- for schema in schemas_of_builds() -%}
            {%- set earlier = schema ~ '_rolled_back' -%}
            {%- do run_query(
                'create or replace schema ' ~ earlier ~ ' clone ' ~ schema
                ~ ' at (timestamp => ' ~ time ~ ')'
            ) -%}
        {%- endfor -%}
        {#- All clones are made before the first swap, so that a failure changes nothing. -#}
        {%- for schema in schemas_of_builds() -%}
            {%- do run_query('alter schema ' ~ schema ~ ' swap with ' ~ schema ~ '_rolled_back') -%}
        {%- endfor -%}
        {%- do log('The warehouse is as it was at ' ~ runs[0][0] ~ ' UTC.', info=true) -%}
    {%- endif -%}
{%- endmacro %}

{#
    The schemas with tables that builds write, with their database, as a list.

    Example:
        see roll_back_run
#}
{% macro schemas_of_builds() -%}
    {%- set found = [bookkeeping_table('runs').without_identifier() | string] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ('model', 'snapshot')
        and node.config.materialized not in ('view', 'ephemeral') -%}
        {%- set schema = node.database ~ '.' ~ node.schema -%}
        {%- do found.append(schema) if schema not in found -%}
    {%- endfor -%}
    {{ return(found | sort) }}
{%- endmacro %}
