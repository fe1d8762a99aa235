{#
    The files of a feed of full snapshots, or batches in a seed or table: rows, sums of its columns
    with numbers, and SHA-256 of the file. Rejected rows count; unreadable numbers do not.

    Arguments:
        feed  name of the feed

    Example:
        {{ snapshot_files('products') }}
#}
{% macro snapshot_files(feed) -%}
{%- set columns = summed_columns(feed) -%}
with

source as (

    select
        *,
        {{ parse_timestamp('_loaded_at') }} as loaded_at
    from {{ ref('landing_' ~ feed) }}
    where {{ is_pending(feed) }}

),

counted as (

    select
        _landed_in as landed_in,
        loaded_at,
        cast(count(*) as integer) as row_count,
        ''
        {%- for name in columns %}
        || '{{ name | upper }}='
        || coalesce(cast(sum({{ typed(feed, name) }}) as varchar), '0') || ';'
        {%- endfor %} as column_sums
    from source
    group by
        _landed_in,
        loaded_at

),

digests as (

    {{ file_digests(feed) }}

),

with_digests as (

    select
        counted.*,
        digests.sha256 as file_sha256
    from counted
    left join digests
        on counted.landed_in = digests.landed_in

)

select * from with_digests
{%- endmacro %}

{#
    The columns of a feed with numbers.

    Arguments:
        feed  name of the feed

    Example:
        see snapshot_files
#}
{% macro summed_columns(feed) -%}
    {%- set found = [] -%}
    {%- for name, column in feed_declaration(feed)['columns'].items()
        if column.kind in ['integer', 'number'] -%}
        {%- do found.append(name) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The SHA-256 of the new files of a feed, as a query of `landed_in` and `sha256`; without rows
    where the feed does not land in a file for each batch.

    Arguments:
        feed  name of the feed

    Example:
        see snapshot_files
#}
{% macro file_digests(feed) -%}
    {{ adapter.dispatch('file_digests')(feed) }}
{%- endmacro %}

{% macro default__file_digests(feed) -%}
    select
        cast(null as varchar) as landed_in,
        cast(null as varchar) as sha256
    where 1 = 0
{%- endmacro %}

{% macro duckdb__file_digests(feed) -%}
    {%- set paths = [] -%}
    {%- if execute and var('landing') -%}
        {%- set files = landing_files(feed, is_optional=true) -%}
        {%- set known = loaded_files('landing_' ~ feed, model.name) if is_later_load() else [] -%}
        {%- for path in files.paths if files.is_by_batch and files.batches[path] not in known -%}
            {%- do paths.append(path) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if paths %}
    select
        {{ batch_of_file() }} as landed_in,
        sha256(content) as sha256
    from read_blob({{ path_list(paths) }})
    {%- else %}
    {{ default__file_digests(feed) }}
    {%- endif -%}
{%- endmacro %}
