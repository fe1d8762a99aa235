{#
    The delivered rows of a feed, as landed, and a second copy of the rows of each file whose
    conflicts were accepted, with the load time and batch of the acceptance (feed accepted_files).
    So an accepted correction counts from its acceptance on, and the corrected values stay in the
    history. Rows that were not loaded before the acceptance are not repeated.

    Arguments:
        feed  name of the feed

    Example:
        see landing
#}
{% macro landed_and_accepted(feed) -%}
    {{ landed(feed) }}
    {%- set accepted = accepted_names(feed) -%}
    {%- if accepted %}
    {%- set name = clean_text('files._landed_in') %}
    union all
    select
        files.* replace (
            accepted._loaded_at as _loaded_at,
            accepted._batch_id as _batch_id,
            {{ accepted_load('accepted.landed_file', 'accepted._loaded_at') }} as _landed_in
        )
    from (
        {{ landed(feed) }}
    ) as files
    inner join (
        {{ acceptances(feed) }}
    ) as accepted
        on
            {{ name }} = accepted.landed_file
            and {{ parse_timestamp(clean_text('files._loaded_at')) }}
            < {{ parse_timestamp('accepted._loaded_at') }}
    {#- With literals, DuckDB reads no other files. #}
    where {{ name }} in ({{ quoted_list(accepted) }})
    {%- endif %}
{%- endmacro %}

{#
    The decisions about files of a feed that landing does not reject: acceptances of conflicts, or
    the latest decision about each held delivery. If several have the same id, only the first
    counts.

    Arguments:
        feed     name of the feed
        accepts  CONFLICTS: the file is delivered again; GATE: its gate releases it; REJECT: its
                 gate holds it back for good

    Example:
        see landed_and_accepted
#}
{% macro acceptances(feed, accepts='CONFLICTS') -%}
    {%- set is_about_gate = accepts != 'CONFLICTS' -%}
    select
        file as landed_file,
        _loaded_at,
        min(_batch_id) as _batch_id
    from (
        select
            *,
            row_number() over (
                partition by file order by _loaded_at desc, acceptance_id desc
            ) as decision_rank
        from (
            select * from (
                {{ landing('accepted_files', acceptance_checks()) }}
            ) as log
            where
                quarantine_reason is null
                and feed = '{{ feed }}'
                and coalesce(accepts, 'CONFLICTS') {{ '!=' if is_about_gate else '=' }} 'CONFLICTS'
            qualify rank() over (partition by acceptance_id order by _loaded_at) = 1
        ) as valid
    ) as decided
    {%- if is_about_gate %}
    where decision_rank = 1 and accepts = '{{ accepts }}'
    {%- endif %}
    group by file, _loaded_at
{%- endmacro %}

{#
    The checks across columns of an acceptance, as a list.

    Example:
        {{ landing('accepted_files', acceptance_checks()) }}
#}
{% macro acceptance_checks() -%}
    {{ return([
        not_after('accepted_at', parse_timestamp('accepted_at'), parse_timestamp('_loaded_at'))
    ]) }}
{%- endmacro %}

{#
    The names of the files of a feed that were decided in one way, or the names under which they are
    loaded again, as a list. The log of acceptances itself has none.

    Arguments:
        feed      name of the feed
        as_loads  whether to return the names of the loads
        accepts   see acceptances

    Example:
        see landed_and_accepted
#}
{% macro accepted_names(feed, as_loads=false, accepts='CONFLICTS') -%}
    {%- if feed == 'accepted_files' or 'accepted_files' not in feeds() -%}
        {{ return([]) }}
    {%- endif -%}
    {#- dbt must see this dependency when it parses. -#}
    {%- set log = landed('accepted_files') -%}
    {#- A unit test has an input instead of the seed, without a schema. -#}
    {%- set is_landed = landing_place() or (
        execute and landed_seed('accepted_files').schema
        and load_relation(landed_seed('accepted_files'))
    ) -%}
    {%- if not execute or not is_landed -%} {{ return([]) }} {%- endif -%}
    {#-
        The checks of the log take long to plan, in each reader of each feed, and usually it has no
        such decision.
    -#}
    {%- if accepts not in adapter.dispatch('logged_decisions')(log) -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set names -%}
        select distinct
            {{ accepted_load('landed_file', '_loaded_at') if as_loads else 'landed_file' }} as name
        from ({{ acceptances(feed, accepts) }}) as accepted
        order by name
    {%- endset -%}
    {{ return(run_query(names).columns[0].values() | list) }}
{%- endmacro %}

{#
    The kinds of decision in the log of acceptances, as a list that may have further values, because
    nothing is checked. On Snowflake, a build asks once.

    Arguments:
        log  query of the log

    Example:
        see accepted_names
#}
{% macro default__logged_decisions(log) -%}
    {%- set found -%}
        select distinct coalesce({{ clean_text('accepts') }}, 'CONFLICTS') as accepts
        from ({{ log }}) as log
    {%- endset -%}
    {{ return(run_query(found).rows | map('first') | list) }}
{%- endmacro %}

{% macro snowflake__logged_decisions(log) -%}
    {%- if not builds_models() -%} {{ return(default__logged_decisions(log)) }} {%- endif -%}
    {%- set facts = facts_of_run() -%}
    {%- if 'logged_decisions' not in facts -%}
        {%- do facts.update({'logged_decisions': default__logged_decisions(log)}) -%}
    {%- endif -%}
    {{ return(facts.logged_decisions) }}
{%- endmacro %}

{#
    The name under which an accepted file is loaded again, as an expression.

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
    The condition that a row belongs to an accepted file that is loaded again. Such a file has
    corrections, but a key that it lacks was not deleted.

    Arguments:
        column  column with the file or batch of a row

    Example:
        where not {{ is_accepted_load() }}
#}
{% macro is_accepted_load(column='_landed_in') -%}
    {{ column }} like '% accepted ____-__-__ __:__:__'
{%- endmacro %}
