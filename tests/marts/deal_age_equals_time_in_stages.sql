-- Sales operations see a wrong funnel speed if a day is missing from the stages or counts for two.
with

deals as (

    select
        *,
        days_in_lead + days_in_mql + days_in_sql + days_in_discovery + days_in_proposal
        + days_in_negotiation + days_closed as days_in_stages
    from {{ ref('fact_pipeline') }}

),

wrong_deals as (

    select * from deals
    where
        age_days <> days_in_stages
        or age_days < 0
        or is_open is distinct from (closed_at is null)

)

select * from wrong_deals
