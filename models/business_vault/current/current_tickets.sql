-- Grain: one row per ticket: its newest state and the customer record of the person who opened it.
{{ config(meta={
    'refresh_by': 'ticket_hk',
    'refresh_from': {
        'sat_ticket__support': 'ticket_hk',
        'hub_ticket': 'ticket_hk',
        'link_customer_ticket': 'ticket_hk',
    },
}) }}
with

ticket_states as (

    {{ newest_rows('sat_ticket__support', 'ticket_hk', where=needs_refresh('ticket_hk')) }}

),

tickets as (

    select * from {{ ref('hub_ticket') }}

),

ticket_links as (

    select * from {{ ref('link_customer_ticket') }}

),

tickets_with_customer as (

    select
        tickets.ticket_hk,
        tickets.ticket_id,
        ticket_links.customer_hk,
        ticket_states.issue_type,
        ticket_states.priority,
        ticket_states.ticket_status,
        ticket_states.opened_at,
        ticket_states.closed_at
    from ticket_states
    inner join tickets
        on ticket_states.ticket_hk = tickets.ticket_hk
    left join ticket_links
        on ticket_states.ticket_hk = ticket_links.ticket_hk

)

select * from tickets_with_customer
