{#
    The CTE `affected_snapshots` of status_sat: snapshots at which a status may change. These are
    the snapshots with new rows or rulings and, after each, those up to the next complete one.

    Arguments:
        those of status_sat

    Example:
        see status_sat
#}
{% macro affected_snapshots(ldts, source, source_model, src_snapshots) -%}
    {%- set earlier -%}
        over (order by {{ ldts }} rows between unbounded preceding and 1 preceding)
    {%- endset -%}
news as (
    select {{ ldts }} from {{ automate_dv.source_rows(source_model) }}
    union
    select {{ ldts }} from {{ automate_dv.source_rows(src_snapshots) }}
),

snapshots as (
    select
        snapshots.{{ ldts }}, snapshots.{{ source }}, snapshots.is_held_back,
        news.{{ ldts }} as news_at
    from {{ ref(src_snapshots) }} as snapshots
    left join news on snapshots.{{ ldts }} = news.{{ ldts }}
),

with_earlier_snapshots as (
    select
        *,
        max(news_at) {{ earlier }} as earlier_news_at,
        max(case when not is_held_back then {{ ldts }} end) {{ earlier }} as complete_at
    from snapshots
),

affected_snapshots as (
    select {{ ldts }}, {{ source }}, is_held_back from with_earlier_snapshots
    where news_at is not null
        or (earlier_news_at is not null and coalesce(complete_at <= earlier_news_at, true))
),
{%- endmacro %}
