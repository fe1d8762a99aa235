{#
    A warning for each held-back snapshot, with the way to accept it. A data test calls it, because
    dbt compiles data tests after the snapshots have been checked.

    Example:
        see no_snapshot_is_held_back
#}
{% macro warn_of_held_back_snapshots() -%}
    {%- if execute and flags.WHICH in ('build', 'test', 'retry') -%}
        {%- set held_back -%}
            select
                feed,
                {{ automate_dv.timestamp_text('loaded_at') }} as loaded_at,
                reason
            from {{ ref('snapshot_checks') }}
            where is_held_back
            order by feed, loaded_at
        {%- endset -%}
        {%- for held_feed, loaded_at, reason in run_query(held_back).rows -%}
            {%- do exceptions.warn(
                'The snapshot of ' ~ held_feed ~ ' loaded at ' ~ loaded_at[:19]
                ~ ' is held back: ' ~ reason ~ '. No missing key counts as deleted. Deliver the '
                ~ 'rest with the same load time, or accept it with a row in steward_snapshots: '
                ~ '<number>,' ~ held_feed ~ ',' ~ loaded_at[:19] ~ ',ACCEPT,<decided at>,<steward>,'
                ~ '<reason>,<load time>,<batch>,STEWARD'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#
    The files of a feed of full snapshots in the landing folder from which no row was read, as a
    query of `feed` and `landed_in`; empty where the names of files are unknown, or files were not
    read completely.

    Arguments:
        feed  name of the feed

    Example:
        see every_snapshot_file_has_rows
#}
{% macro files_without_rows(feed) -%}
    {{ adapter.dispatch('files_without_rows')(feed) }}
{%- endmacro %}

{% macro default__files_without_rows(feed) -%}
    select
        '{{ feed }}' as feed,
        landed_in
    from {{ ref(feed_declaration(feed).stage ~ '_files') }}
    where landed_in is null
{%- endmacro %}

{% macro duckdb__files_without_rows(feed) -%}
    {%- set names = [] -%}
    {%- if execute and var('landing') and not var('load_until') and not var('as_of_date') -%}
        {%- set files = landing_files(feed, is_optional=true) -%}
        {%- for batch in files.batches.values() if files.is_by_batch -%}
            {%- do names.append(text_literal(batch)) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if names %}
    select
        '{{ feed }}' as feed,
        landed_in
    from (select unnest([{{ names | join(', ') }}]) as landed_in) as files
    where landed_in not in (
        select landed_in from {{ ref(feed_declaration(feed).stage ~ '_files') }}
    )
    {%- else %}
    {{ default__files_without_rows(feed) }}
    {%- endif -%}
{%- endmacro %}
