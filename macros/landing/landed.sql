{#
    What a feed delivered, as a select: the one place that knows where feeds land. Its columns are
    the feed's and `_landed_in`: the batch that a row arrived in.

    By default it reads the feed's seed. With the var `landing`, on DuckDB a folder of files,
    `<feed>/<batch>.csv`, `.jsonl` or `.parquet` (one kind a feed), or `feeds/<feed>.csv`; on
    Snowflake a schema, or `database.schema`, with one table of text a feed.

    Arguments:
        feed     name of the feed (a seed of seeds/feeds or seeds/stewardship)
        columns  list of its columns, of a feed that a folder need not have (optional)

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

{# All columns as text, whatever they look like; what is missing is null, as in a seed. #}
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
