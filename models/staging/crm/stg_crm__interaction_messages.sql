-- Grain: one row per accepted row of a interaction whose delivery had messages.
{{ config(materialized='view') }}
with

interactions as (

    select * from {{ ref('stg_crm__interactions') }}

),

-- A row that was staged before the feed had messages has no hash of its message.
interaction_messages as (

    select * from interactions
    where message_hashdiff is not null and not coalesce(is_conflicting, false)

)

select * from interaction_messages
