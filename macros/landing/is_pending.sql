{#
    The condition that a row arrived in a batch that is still to be loaded; true for every row where
    the table is yet to be made.

    A batch is pending until all models have been built with it (see settle), so a build that
    stopped half way is taken up again.

    Arguments:
        feed    name of the feed
        column  column with what a row arrived in

    Example:
        select * from {{ ref('landing_orders') }} where {{ is_pending('orders') }}
#}
{% macro is_pending(feed, column='_landed_in') -%}
    {%- set batches = ref('stg_landing__batches') if not execute or is_later_load() -%}
    {%- if is_later_load() -%}
        {%- set pending -%}
            select landed_in from {{ batches }} where feed = '{{ feed }}' and is_pending
        {%- endset -%}
        {{ column }} in ({{ adapter.dispatch('listed_batches')(pending) }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#
    The condition that a row of a landing view may be in no batch that has been counted. A file that
    was read as a whole is not opened again; a batch of a seed or table may have grown.

    Arguments:
        feed  name of the feed

    Example:
        see stg_landing__batches
#}
{% macro may_be_unread(feed) -%}
    {%- if is_later_load() and var('landing') -%}
        {{ adapter.dispatch('in_unread_file')(feed) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro default__in_unread_file(feed) -%} true {%- endmacro %}

{% macro duckdb__in_unread_file(feed) -%}
    {%- if landing_files(feed, is_optional=true).is_by_batch -%}
        {%- set read -%}
            select landed_in from {{ this }} where feed = '{{ feed }}' and is_whole
        {%- endset -%}
        _landed_in not in ({{ listed_values(read) }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro default__listed_batches(query) -%} {{ query }} {%- endmacro %}

{# DuckDB skips whole files only where the names stand in the query. #}
{% macro duckdb__listed_batches(query) -%}
    {{ listed_values(query) if var('landing') else query }}
{%- endmacro %}

{# The values of a query's column as literals; one that no row has where there are none. #}
{% macro listed_values(query) -%}
    {%- set values = run_query(query).columns[0].values() | unique -%}
    '{{ values | join("', '") }}'
{%- endmacro %}
