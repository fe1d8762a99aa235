-- Grain: one row per accepted row of the feed opportunities.
with

source as (

    select * from {{ ref('landing_opportunities') }}
    where {{ is_pending('opportunities') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('DEAL_ID') }} as opportunity_id,
        'Salesforce' as source_system,
        {{ clean_text('ACCOUNT_ID') }} as customer_id,
        {{ clean_text('DEAL_NAME') }} as deal_name,
        {{ parse_decimal('AMOUNT') }} as amount,
        {{ clean_text('CURRENCY') }} as currency,
        {{ clean_text('STAGE') }} as stage,
        {{ parse_decimal('PROBABILITY', 5, 4) }} as probability,
        {{ clean_text('LEAD_SOURCE') }} as lead_source,
        {{ clean_text('SALES_REP_ID') }} as sales_rep_id,
        {{ parse_timestamp('CREATED_AT', 'iso') }} as created_at,
        {{ parse_date('EXPECTED_CLOSE_DATE') }} as expected_close_date,
        {{ parse_timestamp('CLOSED_AT', 'iso') }} as deal_closed_at,
        {{ clean_text('PRODUCT_INTEREST') }} as product_interest,
        {{ clean_text('COMPETITOR') }} as competitor,
        {{ clean_text('LOSS_REASON') }} as loss_reason,
        {{ parse_timestamp('UPDATED_AT', 'iso') }} as effective_from,
        -- The relationship holds from this row until the next row of the deal.
        {{ parse_timestamp('UPDATED_AT', 'iso') }} as start_at,
        cast('{{ automate_dv.max_datetime() }}' as timestamp) as end_at,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='opportunity_id', alias='opportunity_hk') }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id'],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id', 'opportunity_id'],
            alias='customer_opportunity_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'deal_name', 'amount', 'currency', 'stage', 'probability', 'lead_source',
                'sales_rep_id', 'created_at', 'expected_close_date', 'deal_closed_at',
                'product_interest', 'competitor', 'loss_reason',
            ],
            alias='opportunity_hashdiff',
            is_hashdiff=true,
            timestamps=['created_at', 'expected_close_date', 'deal_closed_at'],
        ) }}
    from renamed

)

select * from hashed
