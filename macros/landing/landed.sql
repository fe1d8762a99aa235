{#
    The delivered rows of a feed, as a select; the only place that knows where feeds land. The
    columns are those of the feed, and `_landed_in`, the file or batch of the row.

    The default is the seed of the feed. With the var `landing` it is a folder of files on DuckDB,
    `<feed>/<batch>.csv`, `.jsonl` or `.parquet` (one format per feed) or `feeds/<feed>.csv`, and a
    schema (or `database.schema`) on Snowflake, with one table of text columns per feed.

    Arguments:
        feed     name of the feed (a seed of seeds/feeds or seeds/stewardship)
        columns  list of its columns, if the feed is optional in a landing folder (optional)

    Example:
        {{ landed('orders') }}
#}
{% macro landed(feed, columns=[]) -%}
    {%- if var('landing') -%}
        {{ adapter.dispatch('landed_outside')(feed, columns) }}
    {%- else -%}
    select
        *,
        _batch_id as _landed_in
    from {{ ref(feed) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__landed_outside(feed, columns) -%}
    select
        *,
        _batch_id as _landed_in
    from {{ var('landing') }}.{{ feed }}
{%- endmacro %}

{# All columns are text, whatever they look like; empty values are null, as in a seed. #}
{% macro duckdb__landed_outside(feed, columns) -%}
    {%- set files = landing_files(feed, is_optional=columns != []) if execute else none -%}
    {%- if files and not files.paths -%}
    select
        {%- for name in columns + ['_landed_in'] %}
        cast(null as varchar) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
    {%- elif files -%}
    {%- set look = 'describe select * from ' ~ landing_reader(files.kind, files.paths[:1]) -%}
    {%- set names = run_query(look).columns[0].values() -%}
    select
        {%- for name in names %}
        nullif("{{ name }}", '') as "{{ name }}",
        {%- endfor %}
        {{ 'parse_filename(filename, true)' if files.is_by_batch else '_batch_id' }} as _landed_in
    from {{ landing_reader(files.kind, files.paths, names) }}
    {%- endif -%}
{%- endmacro %}
