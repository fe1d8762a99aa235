-- Grain: one row per message of a customer.
with

messages as (

    select * from {{ ref('current_messages') }}

),

message_embeddings as (

    select * from {{ ref('message_embeddings') }}

),

interactions as (

    select * from {{ ref('current_interactions') }}

),

tickets as (

    select * from {{ ref('current_tickets') }}

),

customers as (

    select * from {{ ref('customer_identity') }}

),

documents as (

    select
        interaction_hk as message_hk,
        'Interaction' as written_in,
        interaction_id as document_id,
        customer_hk,
        interacted_at as written_at,
        channel,
        interaction_type as occasion,
        sentiment
    from interactions
    union all
    select
        ticket_hk as message_hk,
        'Ticket' as written_in,
        ticket_id as document_id,
        customer_hk,
        opened_at as written_at,
        cast(null as varchar) as channel,
        issue_type as occasion,
        cast(null as varchar) as sentiment
    from tickets

),

messages_of_customers as (

    select
        messages.message_hk,
        messages.written_in,
        documents.document_id,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        documents.written_at,
        documents.channel,
        documents.occasion,
        documents.sentiment,
        messages.message,
        message_embeddings.embedding
    from messages
    inner join documents
        on
            messages.message_hk = documents.message_hk
            and messages.written_in = documents.written_in
    left join message_embeddings
        on
            messages.message_hk = message_embeddings.message_hk
            and messages.written_in = message_embeddings.written_in
    left join customers
        on documents.customer_hk = customers.customer_hk

)

select * from messages_of_customers
