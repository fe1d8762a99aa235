-- Grain: one row per accepted row of the feed exchange_rates.
with

source as (

    select * from {{ ref('landing_exchange_rates') }}
    where {{ is_pending('exchange_rates') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('exchange_rates', 'CURRENCY') }} as currency,
        {{ typed('exchange_rates', 'RATE_DATE') }} as rate_date,
        {{ typed('exchange_rates', 'UNITS_PER_EURO') }} as units_per_euro,
        cast(
            {{ typed('exchange_rates', 'RATE_DATE') }} as {{ type_timestamp() }}
        ) as effective_from,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

flagged as (

    {{ flag_conflicts('renamed', 'exchange_rates') }}

)

select * from flagged
