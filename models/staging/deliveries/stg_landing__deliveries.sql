-- Grain: one row per feed, file (or batch) that landed, batch of its rows and delivery date.
{{ config(meta={'refresh_by': "feed || '/' || landed_in", 'load_column': none}) }}
with

{% for feed in feeds() -%}
{{ feed }} as (

    select
        '{{ feed }}' as feed,
        _landed_in as landed_in,
        {{ batch_of_row() }} as batch_id,
        -- A rejected row may have a wrong load time, so it does not move the as-of date.
        case
            when quarantine_reason is null
                then cast({{ parse_timestamp('_loaded_at') }} as date)
        end as delivery_date,
        count(*) as landed,
        count(quarantine_reason) as rejected
    from {{ ref('landing_' ~ feed) }}
    where {{ is_pending(feed) }}
    group by
        _landed_in,
        {{ batch_of_row() }},
        case
            when quarantine_reason is null
                then cast({{ parse_timestamp('_loaded_at') }} as date)
        end

),

{% endfor -%}
deliveries as (
    {% for feed in feeds() %}
    select * from {{ feed }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from deliveries
