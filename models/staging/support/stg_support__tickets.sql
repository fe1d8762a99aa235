-- Grain: one row per accepted row of the feed support_tickets.
with

source as (

    select * from {{ ref('landing_support_tickets') }}
    where {{ is_pending('support_tickets') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('TICKET_ID') }} as ticket_id,
        -- A ticket has no customer key, so each ticket is a customer record of its own.
        'Support' as source_system,
        {{ clean_text('TICKET_ID') }} as customer_id,
        {{ clean_text('CONTACT_EMAIL') }} as email,
        {{ clean_text('CONTACT_PHONE') }} as phone,
        {{ clean_text('ISSUE_TYPE') }} as issue_type,
        {{ clean_text('PRIORITY') }} as priority,
        {{ clean_text('STATUS') }} as ticket_status,
        {{ parse_timestamp('OPENED_AT') }} as opened_at,
        {{ parse_timestamp('CLOSED_AT') }} as closed_at,
        {{ parse_timestamp('UPDATED_AT') }} as effective_from,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='ticket_id', alias='ticket_hk') }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id'],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id', 'ticket_id'],
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
        ) }}
    from renamed

)

select * from hashed
