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
    {{ mark_corrected_rows(feed) }}
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
