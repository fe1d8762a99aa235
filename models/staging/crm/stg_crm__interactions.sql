-- Grain: one row per accepted row of the feed interactions.
with

source as (

    select * from {{ ref('landing_interactions') }}
    where {{ is_pending('interactions') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('INTERACTION_ID') }} as interaction_id,
        -- The interactions come from the Oracle CRM.
        'Oracle' as source_system,
        {{ clean_text('CUSTOMER_ID') }} as customer_id,
        {{ clean_text('CHANNEL') }} as channel,
        {{ clean_text('INTERACTION_TYPE') }} as interaction_type,
        {{ clean_text('SENTIMENT') }} as sentiment,
        {{ parse_decimal('RESOLUTION_HOURS', 9, 1) }} as resolution_hours,
        cast({{ parse_decimal('CSAT_SCORE', 18, 0) }} as integer) as csat_score,
        cast({{ parse_decimal('NPS_SCORE', 18, 0) }} as integer) as nps_score,
        {{ clean_text('OUTCOME') }} as outcome,
        {{ clean_text('AGENT_ID') }} as agent_id,
        {{ parse_timestamp('INTERACTION_TIME') }} as effective_from,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='interaction_id', alias='interaction_hk') }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id'],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id', 'interaction_id'],
            alias='customer_interaction_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'channel', 'interaction_type', 'sentiment', 'resolution_hours', 'csat_score',
                'nps_score', 'outcome', 'agent_id',
            ],
            alias='interaction_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

)

select * from hashed
