-- Grain: one row per order, ticket, interaction, transaction or login of a customer record.
with

orders as (

    select * from {{ ref('current_orders') }}

),

tickets as (

    select * from {{ ref('current_tickets') }}

),

interactions as (

    select * from {{ ref('current_interactions') }}

),

transactions as (

    select * from {{ ref('current_transactions') }}

),

clicks as (

    select * from {{ ref('customer_clicks') }}
    where event_type = 'login'

),

all_events as (

    select
        customer_hk,
        'order' as event_kind,
        order_hk as event_hk,
        ordered_at as occurred_at
    from orders
    union all
    select
        customer_hk,
        'ticket' as event_kind,
        ticket_hk as event_hk,
        opened_at as occurred_at
    from tickets
    union all
    select
        customer_hk,
        'interaction' as event_kind,
        interaction_hk as event_hk,
        interacted_at as occurred_at
    from interactions
    union all
    select
        customer_hk,
        'transaction' as event_kind,
        transaction_hk as event_hk,
        transacted_at as occurred_at
    from transactions
    union all
    select
        customer_hk,
        'login' as event_kind,
        clickstream_hk as event_hk,
        event_at as occurred_at
    from clicks

),

customer_events as (

    select * from all_events
    where customer_hk is not null

)

select * from customer_events
