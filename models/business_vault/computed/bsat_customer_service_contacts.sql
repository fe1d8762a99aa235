-- Grain: one row per golden customer with at least one interaction: its channels and outcomes.
{{ config(materialized='view') }}
with

interactions as (

    select * from {{ ref('current_interactions') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

service_contacts as (

    select
        identity.customer_uid,
        count(distinct interactions.channel) as channel_count,
        avg(case when interactions.sentiment = 'Negative' then 1.0 else 0.0 end) as negative_share,
        avg(case when interactions.outcome = 'Resolved' then 1.0 else 0.0 end) as resolved_share,
        avg(interactions.resolution_hours) as resolution_hours_average
    from interactions
    inner join identity
        on interactions.customer_hk = identity.customer_hk
    group by identity.customer_uid

)

select * from service_contacts
