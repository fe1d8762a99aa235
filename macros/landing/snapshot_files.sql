{#
    The files of a feed of full snapshots, or batches in a seed or table: rows, sums of its columns
    with numbers, and SHA-256 of the file. Rejected rows count; unreadable numbers do not.

    `unreadable_row_count` is the number of rows of the file whose key or snapshot is unknown. A row
    without a readable key that otherwise equals another row of the file is not counted, because it
    repeats that row.

    Arguments:
        feed  name of the feed

    Example:
        {{ snapshot_files('products') }}
#}
{% macro snapshot_files(feed) -%}
{%- set columns = summed_columns(feed) -%}
with

source as (

    {{ snapshot_rows(feed) }}

),

compared_rows as (

    select
        _landed_in as landed_in,
        snapshot_at,
        has_key,
        max(has_key) over (
            partition by
                _landed_in, snapshot_at
                {%- for name, column in feed_declaration(feed)['columns'].items()
                    if not column.key_position %}, {{ name }}{% endfor %}
        ) as is_said_with_key
    from source
    where not {{ is_accepted_load() }}

),

unreadable as (

    select
        landed_in,
        cast(count(*) as integer) as unreadable_row_count
    from compared_rows
    where snapshot_at is null or is_said_with_key = 0
    group by landed_in

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
        digests.sha256 as file_sha256,
        coalesce(unreadable.unreadable_row_count, 0) as unreadable_row_count
    from counted
    left join unreadable
        on counted.landed_in = unreadable.landed_in
    left join digests
        on counted.landed_in = digests.landed_in

)

select * from with_digests
{%- endmacro %}

{#
    The new rows of a feed of full snapshots, with `loaded_at`, `snapshot_at` and `has_key`, whether
    the primary key is readable (1 or 0). `snapshot_at` is the load time of the snapshot that a row
    belongs to: the load time of the row or, if that cannot be read, the only one in its file.

    Arguments:
        feed  name of the feed

    Example:
        see snapshot_files
#}
{% macro snapshot_rows(feed) -%}
    {%- set file -%} over (partition by _landed_in) {%- endset -%}
    select
        *,
        coalesce(
            readable_at,
            case
                when min(readable_at) {{ file }} = max(readable_at) {{ file }}
                    then min(readable_at) {{ file }}
            end
        ) as snapshot_at
    from (
        select
            *,
            {{ parse_timestamp('_loaded_at') }} as loaded_at,
            case
                when coalesce(quarantine_reason, '') not like '% in _loaded_at'
                    then {{ parse_timestamp('_loaded_at') }}
            end as readable_at,
            case when {{ has_valid_key(feed) }} then 1 else 0 end as has_key
        from {{ ref('landing_' ~ feed) }}
        where {{ is_pending(feed) }}
    ) as delivered
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
