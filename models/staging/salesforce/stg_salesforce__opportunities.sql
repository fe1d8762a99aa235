-- Grain: one row per accepted row of the feed opportunities.
with

source as (

    select * from {{ ref('landing_opportunities') }}
    where {{ is_pending('opportunities') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('opportunities', 'DEAL_ID') }} as opportunity_id,
        'Salesforce' as source_system,
        {{ typed('opportunities', 'ACCOUNT_ID') }} as customer_id,
        {{ typed('opportunities', 'DEAL_NAME') }} as deal_name,
        {{ typed('opportunities', 'AMOUNT') }} as amount,
        {{ typed('opportunities', 'CURRENCY') }} as currency,
        {{ typed('opportunities', 'STAGE') }} as stage,
        {{ typed('opportunities', 'PROBABILITY') }} as probability,
        {{ typed('opportunities', 'LEAD_SOURCE') }} as lead_source,
        {{ typed('opportunities', 'SALES_REP_ID') }} as sales_rep_id,
        {{ typed('opportunities', 'CREATED_AT') }} as created_at,
        {{ typed('opportunities', 'EXPECTED_CLOSE_DATE') }} as expected_close_date,
        {{ typed('opportunities', 'CLOSED_AT') }} as deal_closed_at,
        {{ typed('opportunities', 'PRODUCT_INTEREST') }} as product_interest,
        {{ typed('opportunities', 'COMPETITOR') }} as competitor,
        {{ typed('opportunities', 'LOSS_REASON') }} as loss_reason,
        {{ typed('opportunities', 'UPDATED_AT') }} as effective_from,
        -- The relationship holds from this row until the next row of the opportunity.
        {{ typed('opportunities', 'UPDATED_AT') }} as start_at,
        {{ automate_dv.end_of_time() }} as end_at,
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
            columns=key_text('opportunities.DEAL_ID', 'opportunity_id'),
            alias='opportunity_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', key_text('salesforce_accounts.Id', 'customer_id')],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'source_system',
                key_text('salesforce_accounts.Id', 'customer_id'),
                key_text('opportunities.DEAL_ID', 'opportunity_id'),
            ],
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

),

flagged as (

    {{ flag_conflicts('hashed', 'opportunities') }}

)

select * from flagged
