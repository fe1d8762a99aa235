{#
    The delivered rows of a feed, as a select, with the columns of the feed and `_landed_in`, the
    file or batch of the row. Decisions of the steward desk are added (decided_at_desk).

    On DuckDB, the default is the seed of the feed. With the var `landing`, the rows come from a
    folder of files, `<feed>/<batch>.csv`, `.jsonl` or `.parquet` (one format per feed, the first
    two also with `.gz`) or `feeds/<feed>.csv`. On Snowflake, they come from a schema (or
    `database.schema`) with one table per feed, into which COPY has loaded its files: the columns of
    the feed as text, `_file_name` and `_file_row`.

    Arguments:
        feed  name of the feed (a seed of seeds/feeds or seeds/stewardship)

    Example:
        {{ landed('orders') }}
#}
{% macro landed(feed) -%}
    {%- if landing_place() -%}
        {{ adapter.dispatch('landed_outside')(feed) }}
    {%- else -%}
    select
        *,
        coalesce({{ clean_text('_batch_id') }}, '(none)') as _landed_in
    from {{ landed_seed(feed) }}
    {%- endif -%}
    {{ adapter.dispatch('decided_at_desk')(feed) }}
{%- endmacro %}

{#
    The seed of a feed. A staging model that looks for acceptances (macros/gates) needs no
    dependency on the seed, because it runs after its landing view, which depends on it.

    Arguments:
        feed  name of the feed

    Example:
        see landed
#}
{% macro landed_seed(feed) -%}
    {%- set reader = graph.nodes.get(model.unique_id)
        if execute and model is defined and graph.nodes -%}
    {%- set unread = reader and reader.resource_type == 'model'
        and ('seed.' ~ project_name ~ '.' ~ feed) not in reader.depends_on.nodes -%}
    {%- if unread -%}
        {%- set seed = node_of(feed) -%}
        {{ return(api.Relation.create(
            database=seed.database, schema=seed.schema, identifier=seed.alias
        )) }}
    {%- endif -%}
    {{ return(ref(feed)) }}
{%- endmacro %}

{#
    Where the feeds land: the var `landing`, or on Snowflake the schema `landing_files`; empty for
    the seeds.

    Example:
        see landed
#}
{% macro landing_place() -%}
    {{ return(var('landing') or adapter.dispatch('default_landing')()) }}
{%- endmacro %}

{% macro default__default_landing() -%} {{ return('') }} {%- endmacro %}

{% macro snowflake__default_landing() -%} {{ return('landing_files') }} {%- endmacro %}

{% macro default__landed_outside(feed) -%}
    select
        {%- for name in feed_columns(feed) %}
        nullif({{ name }}, '') as {{ name }},
        {%- endfor %}
        {{ batch_of_path('_file_name') }} as _landed_in
    from {{ landing_place() }}.{{ feed }}
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
