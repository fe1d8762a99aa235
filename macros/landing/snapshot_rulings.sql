{#
    The rulings on the full snapshots of a feed, one row per load time. The latest decision of a
    steward takes precedence. Without one, a snapshot with rows without a readable key or load time
    is not complete, because any missing key may be in one of them, and a snapshot with a manifest
    is complete if it has rows and all of its files have arrived as listed.

    Arguments:
        feed  name of the feed

    Example:
        {{ snapshot_rulings('products') }}
#}
{% macro snapshot_rulings(feed) -%}
with

{{ compared_manifests(feed) }}

decisions as (

    select * from {{ ref('stg_stewardship__snapshots') }}
    where feed = '{{ feed }}' and not coalesce(is_conflicting, false)
    qualify row_number() over (
        partition by snapshot_loaded_at
        order by effective_from desc, loaded_at desc, decision_id desc, decision
    ) = 1

),

unreadable as (

    select
        loaded_at,
        min(landed_in) as file_name,
        sum(unreadable_row_count) as row_count
    from files
    where loaded_at is not null and unreadable_row_count > 0
    group by loaded_at

),

rulings as (

    select
        coalesce(
            manifests.snapshot_loaded_at, decisions.snapshot_loaded_at, unreadable.loaded_at
        ) as loaded_at,
        coalesce(manifests.record_source, decisions.record_source) as record_source,
        coalesce(
            decisions.decision = 'ACCEPT',
            unreadable.loaded_at is null and manifests.problem is null
        ) as is_complete,
        case
            when decisions.decision = 'ACCEPT'
                then 'accepted by ' || decisions.steward || ': ' || decisions.reason
            when decisions.decision = 'HOLD'
                then 'held back by ' || decisions.steward || ': ' || decisions.reason
            when unreadable.loaded_at is not null
                then unreadable.file_name || ' has rows without a readable key or load time: '
                || cast(unreadable.row_count as varchar)
            else coalesce(manifests.problem, 'complete, as in its manifest')
        end as ruling,
        manifests.snapshot_loaded_at is not null as is_snapshot
    from compared_manifests as manifests
    full outer join decisions
        on manifests.snapshot_loaded_at = decisions.snapshot_loaded_at
    full outer join unreadable
        on
            coalesce(manifests.snapshot_loaded_at, decisions.snapshot_loaded_at)
            = unreadable.loaded_at

)

select * from rulings
{%- endmacro %}

{#
    The CTE `compared_manifests` of snapshot_rulings: one row per full snapshot with a manifest, and
    the reason why it is not complete.

    Arguments:
        feed  name of the feed

    Example:
        see snapshot_rulings
#}
{% macro compared_manifests(feed) -%}
manifests as (

    select
        *,
        ';' || upper(replace(column_sums, ' ', '')) || ';' as named_sums
    from {{ ref('stg_landing__snapshot_manifests') }}
    where feed = '{{ feed }}' and not coalesce(is_conflicting, false)
    qualify row_number() over (
        partition by snapshot_loaded_at, file_name
        order by loaded_at desc, batch_id desc, row_count, file_count, column_sums, sha256
    ) = 1

),

files as (

    select
        *,
        ';' || column_sums as named_sums
    from {{ ref(feed_declaration(feed).stage ~ '_files') }}

),

compared_files as (

    select
        manifests.*,
        {{ manifest_problem(feed) }} as problem
    from manifests
    left join files
        on
            manifests.file_name = files.landed_in
            and manifests.snapshot_loaded_at = files.loaded_at

),

compared_manifests as (

    select
        snapshot_loaded_at,
        min(record_source) as record_source,
        case
            when min(problem) is not null then 'not as in its manifest: ' || min(problem)
            when max(file_count) <> count(*) or min(file_count) <> count(*)
                then 'its manifest has ' || cast(count(*) as varchar) || ' of '
                || cast(max(file_count) as varchar) || ' files'
            when sum(row_count) = 0 then 'empty, as in its manifest'
        end as problem
    from compared_files
    group by snapshot_loaded_at

),
{%- endmacro %}

{#
    The first difference between a file and its manifest; null if there is none. The SHA-256 is
    compared if that of the file is known.

    Arguments:
        feed  name of the feed

    Example:
        see snapshot_rulings
#}
{% macro manifest_problem(feed) -%}
    {%- set columns = summed_columns(feed) -%}
    case
            when manifests.row_count <> coalesce(files.row_count, 0)
                then manifests.file_name || ' has ' || cast(coalesce(files.row_count, 0) as varchar)
                || ' of ' || cast(manifests.row_count as varchar) || ' rows'
            when lower(manifests.sha256) <> files.file_sha256
                then manifests.file_name || ' has another SHA-256'
            {%- for name in columns %}
            when position(';{{ name | upper }}=' in manifests.named_sums) > 0
                and coalesce(
                    {{ column_sum('manifests.named_sums', name) }}
                    <> {{ column_sum('files.named_sums', name) }},
                    true
                )
                then manifests.file_name || ' has another sum of {{ name }}'
            {%- endfor %}
            when length(manifests.named_sums) - length(replace(manifests.named_sums, '=', '')) > 0
                {%- for name in columns %}
                + case
                    when position(';{{ name | upper }}=' in manifests.named_sums) > 0 then 1 else 0
                end
                {%- endfor %}
                then 'column_sums of ' || manifests.file_name || ' names a column without numbers'
        end
{%- endmacro %}

{#
    The sum of a column in a string such as `;A=1.50;B=2;`; null if it has none.

    Arguments:
        sums  column with the text
        name  name of the column of the sum

    Example:
        see manifest_problem
#}
{% macro column_sum(sums, name) -%}
    {{ parse_decimal(
        'split_part(split_part(' ~ sums ~ ", ';" ~ name | upper ~ "=', 2), ';', 1)", 38, 10
    ) }}
{%- endmacro %}
