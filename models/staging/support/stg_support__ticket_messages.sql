-- Grain: one row per accepted row of a ticket whose delivery had messages.
{{ config(materialized='view') }}
with

tickets as (

    select * from {{ released_rows('stg_support__tickets') }} as released

),

-- A row that was staged before the feed had messages has no hash of its message.
ticket_messages as (

    select * from tickets
    where message_hashdiff is not null and not coalesce(is_conflicting, false)

)

select * from ticket_messages
