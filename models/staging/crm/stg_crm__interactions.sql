-- Grain: one row per accepted row of the feed interactions.
with

source as (

    select * from {{ ref('landing_interactions') }}
    where {{ is_pending('interactions') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('interactions', 'INTERACTION_ID') }} as interaction_id,
        -- The interactions come from the Oracle CRM.
        'Oracle' as source_system,
        {{ typed('interactions', 'CUSTOMER_ID') }} as customer_id,
        {{ typed('interactions', 'CHANNEL') }} as channel,
        {{ typed('interactions', 'INTERACTION_TYPE') }} as interaction_type,
        {{ typed('interactions', 'SENTIMENT') }} as sentiment,
        {{ typed('interactions', 'RESOLUTION_HOURS') }} as resolution_hours,
        {{ typed('interactions', 'CSAT_SCORE') }} as csat_score,
        {{ typed('interactions', 'NPS_SCORE') }} as nps_score,
        {{ typed('interactions', 'OUTCOME') }} as outcome,
        {{ typed('interactions', 'AGENT_ID') }} as agent_id,
        {{ typed('interactions', 'MESSAGE') }} as message,
        {{ typed('interactions', 'INTERACTION_TIME') }} as effective_from,
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
            columns=key_text('interactions.INTERACTION_ID', 'interaction_id'),
            alias='interaction_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', key_text('oracle_customers.CUSTOMER_ID', 'customer_id')],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'source_system',
                key_text('oracle_customers.CUSTOMER_ID', 'customer_id'),
                key_text('interactions.INTERACTION_ID', 'interaction_id'),
            ],
            alias='customer_interaction_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'channel', 'interaction_type', 'sentiment', 'resolution_hours', 'csat_score',
                'nps_score', 'outcome', 'agent_id',
            ],
            alias='interaction_hashdiff',
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

    {{ flag_conflicts('hashed', 'interactions') }}

)

select * from flagged
