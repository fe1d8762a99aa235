-- Grain: one row per full snapshot, with its row count, its lost keys and whether it is held back.
{{ config(materialized='table', meta={'load_column': none}) }}
with

{% for feed in snapshot_feeds() -%}
{{ feed }}_files as (

    select
        loaded_at,
        count(*) as file_count,
        sum(row_count) as row_count
    from {{ ref(feed_declaration(feed).stage ~ '_files') }}
    group by loaded_at

),

{{ feed }}_snapshots as (

    select
        '{{ feed }}' as feed,
        snapshots.*,
        bases.key_count as key_count_before,
        coalesce(files.file_count, 0) as file_count,
        coalesce(files.row_count, 0) as row_count
    from {{ ref('snapshot_log__' ~ feed) }} as snapshots
    left join {{ ref('snapshot_log__' ~ feed) }} as bases
        on snapshots.compared_with = bases.loaded_at
    left join {{ feed }}_files as files
        on snapshots.loaded_at = files.loaded_at

),

{% endfor -%}
snapshots as (
    {% for feed in snapshot_feeds() %}
    select * from {{ feed }}_snapshots
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

explained as (

    select
        feed,
        loaded_at,
        cast(file_count as integer) as file_count,
        cast(row_count as integer) as row_count,
        key_count,
        compared_with,
        key_count_before,
        lost_keys,
        cast({{ divide('lost_keys', 'key_count_before', 6) }} as decimal(9, 6)) as lost_share,
        max_lost_share,
        is_held_back,
        case
            when ruling is not null then ruling
            when key_count = 0 then 'empty'
            when compared_with is null then 'first snapshot'
            else
                'lost ' || cast(lost_keys as varchar) || ' of '
                || cast(key_count_before as varchar) || ' keys; at most '
                || cast(cast(floor(max_lost_share * key_count_before) as integer) as varchar)
                || ' may be missing'
        end as reason,
        record_source
    from snapshots

)

select * from explained
