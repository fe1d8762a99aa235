-- Grain: one row per feed, file (or batch) that landed, batch of its rows and delivery date.
{{ config(meta={'refresh_by': "feed || '/' || landed_in", 'load_column': none}) }}
with

{% for feed in feeds() -%}
{{ feed }} as (

    select
        '{{ feed }}' as feed,
        _landed_in as landed_in,
        _batch_id as batch_id,
        cast({{ parse_timestamp('_loaded_at') }} as date) as delivery_date,
        count(*) as landed
    from {{ ref('landing_' ~ feed) }}
    where {{ is_pending(feed) }}
    group by _landed_in, _batch_id, cast({{ parse_timestamp('_loaded_at') }} as date)

),

{% endfor -%}
deliveries as (
    {% for feed in feeds() %}
    select * from {{ feed }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from deliveries
