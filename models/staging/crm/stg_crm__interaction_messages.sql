-- Grain: one row per accepted row of an interaction whose delivery had messages.
{{ config(materialized='view') }}
with

interactions as (

    select * from {{ released_rows('stg_crm__interactions') }} as released

),

-- A row that was staged before the feed had messages has no hash of its message.
interaction_messages as (

    select * from interactions
    where message_hashdiff is not null and not coalesce(is_conflicting, false)

)

select * from interaction_messages
