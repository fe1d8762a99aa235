-- Grain: one row per website page.
with

web_events as (

    {{ newest_rows('nh_link_clickstream', 'clickstream_hk') }}

),

pages as (

    select
        page,
        min(cast(effective_from as date)) as first_seen_date
    from web_events
    where page <> 'UNKNOWN'
    group by page

),

unknown_member as (

    select
        'UNKNOWN' as page,
        {{ open_start('date') }} as first_seen_date

),

all_members as (

    select * from pages
    union all
    select * from unknown_member

),

keyed_pages as (

    select
        {{ member_key('page') }} as page_key,
        page,
        {{ is_conversion_page('page') }} as is_conversion_page,
        first_seen_date
    from all_members

)

select * from keyed_pages
