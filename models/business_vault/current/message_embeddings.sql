-- Grain: one row per message with an embedding: the vector of its meaning.
{{ config(meta={
    'refresh_by': 'message_hk',
    'refresh_from': {
        'current_messages': 'message_hk',
    },
    'refresh_also': ['messages_without_embedding'],
}) }}
with

messages as (

    select * from {{ ref('current_messages') }}
    where {{ needs_refresh('message_hk') }}

),

embedded as (

    select
        message_hk,
        written_in,
        {{ embed_text('message') }} as embedding
    from messages

),

message_vectors as (

    select * from embedded
    where embedding is not null

)

select * from message_vectors
