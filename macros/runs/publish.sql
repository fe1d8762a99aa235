{#
    Publishes the marts on Snowflake: readers of the schema `published` see either the previous
    publication or this one, never a mixture. On DuckDB, `make publish` does this.

    The marts are cloned without a copy of their data, and the clone is swapped with the published
    schema. The rows of views are stored, because a cloned view would read the marts that builds
    write. Vectors of messages are dropped, because no masking policy covers them. Nothing is
    published unless the last build was of the whole project and nothing in it failed. The clone
    keeps tags and row access policies, and gets the privileges of the previous publication and
    those of the role in the var `reader_role`. If privileges or policies are missing after the
    swap, it is undone.

    Arguments:
        accept  names of failing tests that do not block publication, as a list or one name

    Example:
        dbt run-operation publish --target snowflake --args '{accept: [every_order_has_lines]}'
#}
{% macro publish(accept=[]) -%}
    {%- if execute -%}
    {%- if target.type == 'duckdb' -%}
        {%- do exceptions.raise_compiler_error(
            'publish: on DuckDB, the whole file is published: use `make publish`.'
        ) -%}
    {%- endif -%}
    {%- set accepted = [accept] if accept is string else accept -%}
    {%- set obstacle = obstacle_to_publishing(accepted) | trim -%}
    {%- if obstacle -%}
        {%- do exceptions.raise_compiler_error('publish: nothing was published: ' ~ obstacle) -%}
    {%- endif -%}
    {%- set published = schema_of_readers('published') -%}
    {%- set next = schema_of_readers('published_next') -%}
    {%- do run_query(statements_of_clone(next)) -%}
    {%- set privileges = privileges_on(published) -%}
    {%- for privilege in privileges | reject('in', privileges_on(next)) -%}
        {%- do run_query(statement_of_grant(privilege, next)) -%}
    {%- endfor -%}
    {%- set policies = policies_on(schema_of_readers('marts')) -%}
    {%- do run_query('create schema if not exists ' ~ published) -%}
    {%- do run_query('alter schema ' ~ published ~ ' swap with ' ~ next) -%}
    {%- set missing = privileges | reject('in', privileges_on(published)) | list
        + policies | reject('in', policies_on(published)) | list -%}
    {%- if missing -%}
        {%- do run_query('alter schema ' ~ published ~ ' swap with ' ~ next) -%}
        {%- do run_query('drop schema ' ~ next) -%}
        {%- do exceptions.raise_compiler_error(
            'publish: nothing was published: after the swap these were missing: '
            ~ missing | join('; ')
        ) -%}
    {%- endif -%}
    {%- do run_query(entry_of_publication(accepted)) -%}
    {%- do run_query('drop schema ' ~ next) -%}
    {%- do log('Published the marts in ' ~ published ~ '.', info=true) -%}
    {%- endif -%}
{%- endmacro %}

{#
    Why the marts may not be published, as a sentence; empty if they may.

    Arguments:
        accepted  names of failing tests that do not block publication

    Example:
        see publish
#}
{% macro obstacle_to_publishing(accepted) -%}
    {%- set latest = run_query(
        'select status, is_whole from ' ~ run_history_table('runs')
        ~ ' where as_of_date = ' ~ text_literal(var('as_of_date'))
        ~ ' order by started_at desc limit 1'
    ).rows -%}
    {%- set problems = run_query(
        'select name, status, resource_type from ' ~ run_history_table('open_problems')
        ~ ' where as_of_date = ' ~ text_literal(var('as_of_date')) ~ ' order by name'
    ).rows -%}
    {%- set failing, others, unknown = [], [], [] -%}
    {%- for name, status, resource_type in problems -%}
        {%- do failing.append(name) if status == 'fail' and resource_type == 'test' -%}
        {%- do others.append(name) if not (name in accepted and name in failing) -%}
    {%- endfor -%}
    {%- for name in accepted if name not in failing -%}
        {%- do unknown.append(name) -%}
    {%- endfor -%}
    {%- if not latest or latest[0][0] != 'ended' or not latest[0][1] -%}
        the last run did not build the whole project; run `dbt build`.
    {%- elif unknown -%}
        no failing test is called {{ unknown | join(', ') }}.
    {%- elif others -%}
        {{ others | join(', ') }} failed, or were skipped.
    {%- endif -%}
{%- endmacro %}

{#
    A schema for readers in the database of this run: `published`, or `published_next` while it is
    filled.

    Arguments:
        name  the name without prefix

    Example:
        see publish
#}
{% macro schema_of_readers(name) -%}
    {{- target.database ~ '.' ~ (generate_schema_name(name, {'resource_type': 'model'}) | trim) -}}
{%- endmacro %}

{#
    The statements that fill a schema with the marts: a clone, with the rows of views stored and
    without vectors, and the privileges of readers.

    Arguments:
        next  the schema

    Example:
        see publish
#}
{% macro statements_of_clone(next) -%}
    {%- set marts = schema_of_readers('marts') -%}
    create or replace schema {{ next }} clone {{ marts }};
    {%- for node in published_marts() if node.config.materialized == 'view' %}
    drop view if exists {{ next }}.{{ node.alias }};
    create table {{ next }}.{{ node.alias }} as
    select * from {{ marts }}.{{ node.alias }};
    {%- endfor %}
    {%- for node in published_marts() -%}
        {%- for column in node.columns.values()
            if (column.data_type or '').startswith('vector') %}
    alter table {{ next }}.{{ node.alias }} drop column {{ column.name }};
        {%- endfor -%}
    {%- endfor %}
    {%- if var('reader_role') %}
    grant usage on schema {{ next }} to role {{ var('reader_role') }};
    grant select on all tables in schema {{ next }} to role {{ var('reader_role') }};
    {%- endif %}
{%- endmacro %}

{#
    The statement that logs a publication.

    Arguments:
        accepted  names of failing tests that did not block it

    Example:
        see publish
#}
{% macro entry_of_publication(accepted) -%}
    insert into {{ run_history_table('publications') }}
    select
        sysdate(),
        current_user(),
        {{ text_literal(schema_of_readers('published')) }},
        (select max_by(run_id, started_at) from {{ run_history_table('runs') }}),
        (
            select min(data_until) from {{ run_history_table('built_marts') }}
            where as_of_date = {{ text_literal(var('as_of_date')) }}
        ),
        {{ text_literal(accepted | join(', ')) }}
{%- endmacro %}
