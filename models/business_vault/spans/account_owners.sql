-- Grain: one row per finance account and span of time in which a customer record owned it.
with

ownership_timeline as (

    {{ automate_dv.eff_sat_timeline(
        satellite='eff_sat_customer_account',
        src_pk='customer_account_hk',
        src_dfk='account_hk',
        src_sfk='customer_hk',
        src_start_date='start_at',
        src_end_date='end_at',
        src_ldts='loaded_at',
    ) }}

),

-- The first span is extended back to 1900, so that every earlier event has an owner.
ownership_spans as (

    select
        account_hk,
        customer_hk,
        case
            when row_number() over (
                partition by account_hk
                order by start_at
            ) = 1 then {{ open_start() }}
            else start_at
        end as owned_from,
        end_at as owned_to
    from ownership_timeline

)

select * from ownership_spans
