{#
    The condition that a delivered row is in a batch that the model has not processed; true for
    every row in the first build.

    Arguments:
        feed    name of the feed
        column  column with the file or batch of a row

    Example:
        select * from {{ ref('landing_orders') }} where {{ is_pending('orders') }}
#}
{% macro is_pending(feed, column='_landed_in') -%}
    {%- if is_later_load() -%}
        {{ column }} in ({{ pending_loads('landing_' ~ feed) }})
        and {{ is_unread_file('landing_' ~ feed, model.name, column) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#
    The condition that a delivered row may be in a file that has not been read. A file that was read
    completely is not opened again; a batch in a seed or table may have grown.

    Arguments:
        source    name of the landing view
        consumer  name of the table that reads it
        column    column with the file or batch of a row

    Example:
        see is_pending
#}
{% macro is_unread_file(source, consumer, column='_landed_in') -%}
    {%- if landing_place() -%}
        {{ adapter.dispatch('is_unread_file')(source, consumer, column) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro default__is_unread_file(source, consumer, column) -%} true {%- endmacro %}

{# DuckDB skips whole files only if the query contains their names. #}
{% macro duckdb__is_unread_file(source, consumer, column) -%}
    {%- set files = landing_files(source | replace('landing_', ''), is_optional=true) -%}
    {%- if not files.is_by_batch or not is_later_load() -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set known = loaded_files(source, consumer) -%}
    {%- set unread = [] -%}
    {%- set feed = source | replace('landing_', '') -%}
    {%- set landed = (files.batches.values() | list) + (desk_files(feed).batches.values() | list)
        + accepted_names(feed, as_loads=true) -%}
    {%- for batch in landed if batch not in known -%}
        {%- do unread.append(text_literal(batch)) -%}
    {%- endfor -%}
    {{ return(column ~ ' in (' ~ (unread | join(', ') or 'null') ~ ')') }}
{%- endmacro %}

{#
    The files that a table has read completely, as a list of names without extensions.

    Arguments:
        source    name of the landing view
        consumer  name of the table that reads it

    Example:
        see is_unread_file
#}
{% macro loaded_files(source, consumer) -%}
    {%- set read -%}
        select load from {{ bookkeeping_table('processed_loads') }}
        where
            consumer = '{{ consumer }}'
            and source = '{{ source }}'
            and status = 'processed'
            and state not like '% until %'
    {%- endset -%}
    {{ return(run_query(read).columns[0].values() | list) }}
{%- endmacro %}

{#
    The suffix of a batch's state if its rows after a day are excluded.

    Example:
        see loads_of
#}
{% macro landing_limit() -%}
    {%- set limit = var('load_until') or var('as_of_date') -%}
    {{ ' || ' ~ text_literal(' until ' ~ limit) if limit }}
{%- endmacro %}
