-- Grain: one row per accepted row of the feed support_tickets.
with

source as (

    select * from {{ ref('landing_support_tickets') }}
    where {{ is_pending('support_tickets') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('support_tickets', 'TICKET_ID') }} as ticket_id,
        -- A ticket has no customer key, so each ticket is a separate customer record.
        'Support' as source_system,
        {{ typed('support_tickets', 'TICKET_ID') }} as customer_id,
        {{ typed('support_tickets', 'CONTACT_EMAIL') }} as email,
        {{ typed('support_tickets', 'CONTACT_PHONE') }} as phone,
        {{ typed('support_tickets', 'ISSUE_TYPE') }} as issue_type,
        {{ typed('support_tickets', 'PRIORITY') }} as priority,
        {{ typed('support_tickets', 'STATUS') }} as ticket_status,
        {{ typed('support_tickets', 'OPENED_AT') }} as opened_at,
        {{ typed('support_tickets', 'CLOSED_AT') }} as closed_at,
        {{ typed('support_tickets', 'MESSAGE') }} as message,
        {{ typed('support_tickets', 'UPDATED_AT') }} as effective_from,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(
            columns=key_text('support_tickets.TICKET_ID', 'ticket_id'),
            alias='ticket_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', key_text('support_tickets.TICKET_ID', 'customer_id')],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'source_system',
                key_text('support_tickets.TICKET_ID', 'customer_id'),
                key_text('support_tickets.TICKET_ID', 'ticket_id'),
            ],
            alias='customer_ticket_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['issue_type', 'priority', 'ticket_status', 'opened_at', 'closed_at'],
            alias='ticket_hashdiff',
            is_hashdiff=true,
            timestamps=['opened_at', 'closed_at'],
        ) }},
        {{ automate_dv.hash(
            columns=['email', 'phone'],
            alias='contact_pii_hashdiff',
            is_hashdiff=true,
        ) }},
        {{ automate_dv.hash(
            columns=['message'],
            alias='message_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

),

flagged as (

    {{ flag_conflicts('hashed', 'support_tickets') }}

)

select * from flagged
