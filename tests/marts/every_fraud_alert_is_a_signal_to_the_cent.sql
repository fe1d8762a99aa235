-- Nobody investigates a fraud alert that is lost between feed and mart.
with

delivered_states as (

    {{ newest_rows('stg_risk__fraud_alerts', 'fraud_alert_hk') }}

),

delivered as (

    select
        count(*) as alert_count,
        sum(flagged_amount) as flagged_total,
        sum(financial_impact) as impact_total,
        sum(risk_score) as score_total
    from delivered_states

),

counted as (

    select
        count(*) as alert_count,
        sum(flagged_amount) as flagged_total,
        sum(financial_impact) as impact_total,
        sum(risk_score) as score_total
    from {{ ref('fact_fraud_signals') }}

),

compared as (

    select
        delivered.alert_count as delivered_count,
        counted.alert_count as counted_count
    from delivered
    cross join counted
    where
        delivered.alert_count <> counted.alert_count
        or delivered.flagged_total is distinct from counted.flagged_total
        or delivered.impact_total is distinct from counted.impact_total
        or delivered.score_total is distinct from counted.score_total

)

select * from compared
