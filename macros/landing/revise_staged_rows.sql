{#
    The statements that revise staged rows whose reading depends on all deliveries of their key,
    including rows staged by earlier runs. They run in the transaction that marks the deliveries as
    staged.

    Example:
        see mark_processed
#}
{% macro revise_staged_rows() -%}
    {%- for feed, declaration in feed_declarations().items()
        if declaration.stage == model.name and feed != 'accepted_files' -%}
        {%- if is_later_load() and has_repeated_hours(graph.nodes[model.unique_id]) %}
    {{ revise_repeated_hour(feed) }}
        {%- endif %}
        {%- if may_have_accepted_loads(model.name, model.name) %}
    {{ mark_corrected_rows(feed) }}
        {%- endif %}
    {%- endfor -%}
{%- endmacro %}

{#
    The statement that marks the rows of accepted files that do not count, after a feed was staged.
    An acceptance delivers a file again (landed_and_accepted), but its rows keep their place in the
    order of deliveries: a file that was delivered after the accepted one, but no later than the
    acceptance, corrects the rows with the same key. A corrected row of the accepted file is marked
    as `is_conflicting`, so that the vault leaves it out. If the vault has read it, the consumers
    read its load again, because its state has changed (load_state), and satellites drop it
    (drop_revised_rows).

    So the effect of an acceptance does not depend on the order in which files and acceptances
    arrive.

    Arguments:
        feed  name of the feed whose staging model is running

    Example:
        see mark_processed
#}
{% macro mark_corrected_rows(feed) -%}
    {%- set columns = (['landed_in'] + corrected_key(feed) + ['effective_from']) | join(', ') %}
    update {{ this }} set is_conflicting = true
    where ({{ columns }}) in (
        select {{ columns }} from ({{ corrected_since(feed) }}) as corrected
    );
{%- endmacro %}

{#
    The rows of accepted files, as delivered again, that another file has corrected in the meantime,
    as a query of the columns by which mark_corrected_rows finds them.

    An event, or the whole set of a multi-active satellite, is corrected by any delivery of its key;
    any other row only by a row with the same source time, because rows with a later one follow it
    anyway. In a feed without a source time, the load time is used.

    Arguments:
        feed  name of the feed

    Example:
        see mark_corrected_rows
#}
{% macro corrected_since(feed) -%}
    {%- set key = corrected_key(feed) -%}
    {%- set is_any_time = feed_declaration(feed).delivery == 'events'
        or key != conflict_key(feed) -%}
    {%- set has_no_time = 'again.effective_from = again.loaded_at' -%}
    {%- set names = 'again.' ~ (['landed_in'] + key + ['effective_from', 'loaded_at'])
        | join(', again.') -%}
    select distinct {{ names }}
    from (
        select
            {{ names }},
            max(original.loaded_at) as first_loaded_at
        from ({{ rows_that_count('landed_in in (' ~ accepted_loads(model.name) ~ ')') }}) as again
        inner join {{ this }} as original
            on
                {{ automate_dv.multikey(key, prefix=['again', 'original'], condition='=') }}
                and {{ clean_text('original.landed_in') }}
                = left(again.landed_in, length(again.landed_in) - 29)
                and again.loaded_at > original.loaded_at
                and (again.effective_from = original.effective_from or {{ has_no_time }})
        group by {{ names }}
    ) as again
    inner join ({{ rows_that_count('not ' ~ is_accepted_load('landed_in')) }}) as later
        on
            {{ automate_dv.multikey(key, prefix=['again', 'later'], condition='=') }}
            and again.first_loaded_at < later.loaded_at
            and again.loaded_at >= later.loaded_at
            {%- if not is_any_time %}
            and (again.effective_from = later.effective_from or {{ has_no_time }})
            {%- endif %}
{%- endmacro %}

{#
    The rows of the running staging model that count so far, as a query.

    Arguments:
        condition  condition on the rows

    Example:
        see corrected_since
#}
{% macro rows_that_count(condition) -%}
    select * from {{ this }}
    where
        {{ condition }}
        and not coalesce(is_conflicting, false)
        and {{ is_released(model.name) }}
{%- endmacro %}

{#
    The staging columns by which a correction matches a row: those that identify the subject of the
    row, or the whole set to which it belongs.

    Arguments:
        feed  name of the feed

    Example:
        see corrected_since
#}
{% macro corrected_key(feed) -%}
    {%- set is_set = feed_declaration(feed).vault_tables[0].startswith('ma_sat_') -%}
    {{ return(feed_declaration(feed).vault_key[:1] if is_set else conflict_key(feed)) }}
{%- endmacro %}

{#
    The loads of accepted files that a table has read, or lists as pending, as a query of `load`.

    Arguments:
        consumer  name of the table

    Example:
        see corrected_since
#}
{% macro accepted_loads(consumer) -%}
    select load from {{ bookkeeping_table('processed_loads') }}
    where consumer = '{{ consumer }}' and {{ is_accepted_load('load') }}
{%- endmacro %}

{#
    Whether a table may read loads of accepted files from a staging model, in this run or an earlier
    one. DuckDB does not ask: a statement without effect costs less there.

    Arguments:
        stage     name of the staging model
        consumer  name of the table, which may be the staging model

    Example:
        {%- if may_have_accepted_loads('stg_shop__orders', 'sat_order__shop') -%}
#}
{% macro may_have_accepted_loads(stage, consumer) -%}
    {{ return(adapter.dispatch('may_have_accepted_loads')(stage, consumer)) }}
{%- endmacro %}

{% macro default__may_have_accepted_loads(stage, consumer) -%} {{ return(true) }} {%- endmacro %}

{% macro snowflake__may_have_accepted_loads(stage, consumer) -%}
    {%- if not builds_models() -%} {{ return(true) }} {%- endif -%}
    {%- set facts = facts_of_run() -%}
    {%- if 'readers_of_accepted' not in facts -%}
        {%- set query -%}
        select distinct consumer from {{ bookkeeping_table('processed_loads') }}
        where {{ is_accepted_load('load') }}
        {%- endset -%}
        {%- set readers = run_query(query).columns[0].values() | list -%}
        {%- do facts.update({'readers_of_accepted': readers}) -%}
    {%- endif -%}
    {%- if stage in facts.readers_of_accepted or consumer in facts.readers_of_accepted -%}
        {{ return(true) }}
    {%- endif -%}
    {%- set landed = [] -%}
    {%- for unique_id in node_of(stage).depends_on.nodes if '.landing_' in unique_id -%}
        {%- do landed.append(unique_id.split('.landing_')[1]) -%}
    {%- endfor -%}
    {%- set known = facts.setdefault('has_accepted_files', {}) -%}
    {%- for feed in landed if feed not in known -%}
        {%- do known.update({feed: accepted_names(feed) != []}) -%}
    {%- endfor -%}
    {%- for feed in landed if known[feed] -%} {{ return(true) }} {%- endfor -%}
    {{ return(landed == []) }}
{%- endmacro %}
