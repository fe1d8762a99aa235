-- Grain: one row per support ticket.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'ticket_hk',
        'customer_at': 'opened_at',
        'refresh_from': {
            'current_tickets': 'ticket_hk',
        },
    },
) }}
with

tickets as (

    select * from {{ ref('current_tickets') }}
    where {{ needs_refresh('ticket_hk') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

tickets_with_customers as (

    select
        tickets.ticket_hk,
        tickets.ticket_id,
        tickets.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        tickets.opened_at,
        cast(tickets.opened_at as date) as opened_date,
        tickets.issue_type,
        tickets.priority,
        tickets.ticket_status,
        tickets.ticket_status <> 'CLOSED' as is_open,
        tickets.closed_at
    from tickets
    left join customers
        on
            tickets.customer_hk = customers.customer_hk
            and tickets.opened_at >= customers.valid_from
            and tickets.opened_at < customers.valid_to

)

select * from tickets_with_customers
