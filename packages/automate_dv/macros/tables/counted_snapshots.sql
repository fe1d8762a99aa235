{#
    CTEs of snapshot_log: `numbered`, the snapshots to decide on, numbered from 1, and the last
    complete one before them, if any, with number 0; and `numbered_keys`, their keys.

    Arguments:
        those of snapshot_log

    Example:
        see snapshot_log
#}
{% macro counted_snapshots(pk, ldts, source, source_model, src_rulings, max_lost_share) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
rulings as (
    {%- if src_rulings %}
    select {{ ldts }}, {{ source }}, is_complete, ruling, is_snapshot from {{ ref(src_rulings) }}
    {%- else %}
    select
        {{ ldts }}, {{ source }}, true as is_complete, '' as ruling, true as is_snapshot
    from {{ ref(source_model) }} where false
    {%- endif %}
),
{%- if incremental %}

news as (
    select {{ ldts }} from {{ automate_dv.source_rows(source_model) }}
    union all
    select coalesce(stored.{{ ldts }}, rulings.{{ ldts }}) as {{ ldts }}
    from {{ this }} as stored
    full outer join rulings on stored.{{ ldts }} = rulings.{{ ldts }}
    where (stored.{{ ldts }} is not null or rulings.is_snapshot)
        and (
            stored.is_ruled_complete is distinct from rulings.is_complete
            or stored.ruling is distinct from rulings.ruling
        )
    union all
    select {{ ldts }} from {{ this }} where max_lost_share <> {{ max_lost_share }}
),

starts as (
    select
        max(stored.{{ ldts }}) as base_at,
        coalesce(max(stored.{{ ldts }}), min(first_news.{{ ldts }})) as starts_at
    from (select min({{ ldts }}) as {{ ldts }} from news) as first_news
    left join {{ this }} as stored
        on not stored.is_held_back and first_news.{{ ldts }} > stored.{{ ldts }}
),
{%- endif %}

keys as (
    select distinct {{ pk }}, {{ ldts }} from {{ ref(source_model) }}
    where {{ pk }} is not null and {{ ldts }} is not null
        {%- if incremental %}
        and {{ ldts }} >= (select starts_at from starts)
        {%- endif %}
),

snapshots as (
    select {{ ldts }}, min({{ source }}) as {{ source }} from (
        select {{ ldts }}, {{ source }} from {{ ref(source_model) }} where {{ pk }} is not null
        union all
        select {{ ldts }}, {{ source }} from rulings where is_snapshot
    ) as delivered
    where {{ ldts }} {{ '>= (select starts_at from starts)' if incremental else 'is not null' }}
    group by {{ ldts }}
),

key_counts as (select {{ ldts }}, count(*) as key_count from keys group by {{ ldts }}),

numbered as (
    select
        snapshots.{{ ldts }}, snapshots.{{ source }},
        coalesce(key_counts.key_count, 0) as key_count,
        rulings.is_complete as is_ruled_complete, rulings.ruling,
        row_number() over (order by snapshots.{{ ldts }})
        {%- if incremental %}
            - count(starts.base_at) over ()
        {%- endif %} as place
    from snapshots
    {%- if incremental %}
    left join starts on snapshots.{{ ldts }} = starts.base_at
    {%- endif %}
    left join key_counts on snapshots.{{ ldts }} = key_counts.{{ ldts }}
    left join rulings on snapshots.{{ ldts }} = rulings.{{ ldts }}
),

numbered_keys as (
    select keys.{{ pk }}, numbered.place
    from keys inner join numbered on keys.{{ ldts }} = numbered.{{ ldts }}
),
{%- endmacro %}
