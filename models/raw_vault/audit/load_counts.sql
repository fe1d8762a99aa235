-- Grain: one row per feed and batch, with its number of rows by outcome.
{{ config(meta={'refresh_by': "feed || '/' || coalesce(batch_id, '')", 'load_column': none}) }}
with
{%- for feed in feeds() %}

{{ feed }}_counts as (

    {{ load_count(feed) | indent(4) }}

),
{%- endfor %}

counted as (
    {% for feed in feeds() %}
    select * from {{ feed }}_counts
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

typed as (

    select
        feed,
        batch_id,
        delivered_at,
        cast(landed as integer) as landed,
        cast(loaded as integer) as loaded,
        cast(already_known as integer) as already_known,
        cast(quarantined as integer) as quarantined,
        cast(repeated as integer) as repeated,
        cast(held as integer) as held
    from counted

)

select * from typed
