-- Grain: one row per golden customer with an interaction: how satisfied it is.
{{ config(materialized='view') }}
with

identity as (

    select * from {{ ref('customer_identity') }}

),

interactions as (

    select * from {{ ref('current_interactions') }}

),

customer_interactions as (

    select
        identity.customer_uid,
        interactions.*
    from identity
    inner join interactions
        on identity.customer_hk = interactions.customer_hk

),

averages as (

    select
        customer_uid,
        avg(
            case sentiment
                when 'Positive' then 1.0
                when 'Neutral' then 0.0
                when 'Negative' then -1.0
            end
        ) as sentiment_balance,
        avg(cast(csat_score as double)) as csat_average
    from customer_interactions
    group by customer_uid

),

latest_nps as (

    select
        customer_uid,
        nps_score
    from customer_interactions
    where nps_score is not null
    qualify row_number() over (
        partition by customer_uid
        order by interacted_at desc, interaction_hk asc
    ) = 1

),

satisfaction as (

    select
        averages.customer_uid,
        averages.sentiment_balance,
        averages.csat_average,
        latest_nps.nps_score
    from averages
    left join latest_nps
        on averages.customer_uid = latest_nps.customer_uid

)

select * from satisfaction
