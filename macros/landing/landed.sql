{#
    The delivered rows of a feed, as a select; the only place that knows where feeds land. The
    columns are the feed's, and `_landed_in`, the file or batch of the row.

    The default is the seed of the feed. With the var `landing` it is a folder of files on DuckDB,
    `<feed>/<batch>.csv`, `.jsonl` or `.parquet` (one format per feed, the first two also with
    `.gz`) or `feeds/<feed>.csv`, and a schema (or `database.schema`) on Snowflake, with one table
    of text columns per feed.

    Arguments:
        feed  name of the feed (a seed of seeds/feeds or seeds/stewardship)

    Example:
        {{ landed('orders') }}
#}
{% macro landed(feed) -%}
    {%- if var('landing') -%}
        {{ adapter.dispatch('landed_outside')(feed) }}
    {%- else -%}
    select
        *,
        coalesce({{ clean_text('_batch_id') }}, '(none)') as _landed_in
    from {{ ref(feed) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__landed_outside(feed) -%}
    select
        *,
        coalesce({{ clean_text('_batch_id') }}, '(none)') as _landed_in
    from {{ var('landing') }}.{{ feed }}
{%- endmacro %}

{# All columns are text, whatever they look like; empty values are null, as in a seed. #}
{% macro duckdb__landed_outside(feed) -%}
    {%- set is_optional = feed_declaration(feed).is_optional or false -%}
    {%- set files = landing_files(feed, is_optional) if execute else {'paths': []} -%}
    {%- for group in file_groups(feed, files) if files.paths %}
    {{ landing_reader(feed, files, group) }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        {%- for name in feed_columns(feed) + ['_landed_in'] %}
        cast(null as varchar) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
    {%- endfor -%}
{%- endmacro %}
