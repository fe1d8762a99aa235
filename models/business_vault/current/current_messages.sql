-- Grain: one row per ticket or interaction with a message: its newest message.
{{ config(meta={
    'refresh_by': 'message_hk',
    'refresh_from': {
        'sat_ticket_pii__support': 'ticket_hk',
        'sat_interaction_pii__crm': 'interaction_hk',
    },
}) }}
with

ticket_messages as (

    {{ newest_rows(
        'sat_ticket_pii__support', 'ticket_hk', where=needs_refresh('ticket_hk')
    ) }}

),

interaction_messages as (

    {{ newest_rows(
        'sat_interaction_pii__crm', 'interaction_hk', where=needs_refresh('interaction_hk')
    ) }}

),

all_messages as (

    select
        ticket_hk as message_hk,
        'Ticket' as written_in,
        message
    from ticket_messages
    union all
    select
        interaction_hk as message_hk,
        'Interaction' as written_in,
        message
    from interaction_messages

),

messages as (

    select * from all_messages
    where message is not null

)

select * from messages
