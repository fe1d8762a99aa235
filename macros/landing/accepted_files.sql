{#
    The delivered rows of a feed, as landed, and once more those of each accepted file, with the
    load time and batch of the acceptance (feed accepted_files). So an accepted correction counts
    from its acceptance on, and what it corrects stays in the history.

    Arguments:
        feed  name of the feed

    Example:
        see landing
#}
{% macro landed_and_accepted(feed) -%}
    {{ landed(feed) }}
    {%- if accepted_loads(feed) %}
    union all
    select
        files.* replace (
            accepted._loaded_at as _loaded_at,
            accepted._batch_id as _batch_id,
            {{ accepted_load('files._landed_in', 'accepted._loaded_at') }} as _landed_in
        )
    from (
        {{ landed(feed) }}
    ) as files
    inner join (
        {{ acceptances(feed) }}
    ) as accepted
        on files._landed_in = accepted.landed_file
    {%- endif %}
{%- endmacro %}

{#
    The valid acceptances of files of a feed, as a select.

    Arguments:
        feed  name of the feed

    Example:
        see landed_and_accepted
#}
{% macro acceptances(feed) -%}
    select
        file as landed_file,
        _loaded_at,
        min(_batch_id) as _batch_id
    from (
        {{ landed('accepted_files') }}
    ) as log
    where
        feed = '{{ feed }}'
        and {{ parse_timestamp('accepted_at') }} <= {{ parse_timestamp('_loaded_at') }}
        and steward is not null
        and reason is not null
    group by file, _loaded_at
{%- endmacro %}

{#
    The name under which an accepted file is loaded once more, as an expression.

    Arguments:
        file       its name
        loaded_at  load time of the acceptance

    Example:
        see landed_and_accepted
#}
{% macro accepted_load(file, loaded_at) -%}
    {{ file }} || ' accepted ' || {{ loaded_at }}
{%- endmacro %}

{#
    The names under which accepted files of a feed are loaded once more, as a list. The log of
    acceptances is the only feed that has none.

    Arguments:
        feed  name of the feed

    Example:
        see landed_and_accepted
#}
{% macro accepted_loads(feed) -%}
    {%- if feed == 'accepted_files' or 'accepted_files' not in feeds() -%}
        {{ return([]) }}
    {%- endif -%}
    {#- dbt must see this dependency while it only parses. -#}
    {%- set log = landed('accepted_files') -%}
    {#- A unit test has an input in place of the seed, without a schema. -#}
    {%- set is_landed = var('landing') or (
        execute and ref('accepted_files').schema and load_relation(ref('accepted_files'))
    ) -%}
    {%- if not execute or not is_landed -%} {{ return([]) }} {%- endif -%}
    {%- set names -%}
    select {{ accepted_load('landed_file', '_loaded_at') }} as name
    from ({{ acceptances(feed) }}) as accepted
    {%- endset -%}
    {{ return(run_query(names).columns[0].values() | list) }}
{%- endmacro %}

{#
    The condition that a row is of an accepted file that is loaded once more: it has corrections,
    but says nothing about keys that it lacks.

    Arguments:
        column  column with the file or batch of a row

    Example:
        where not {{ is_accepted_load() }}
#}
{% macro is_accepted_load(column='_landed_in') -%}
    {{ column }} like '% accepted ____-__-__ __:__:__'
{%- endmacro %}
