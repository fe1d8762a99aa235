-- Grain: one row per golden customer with at least one interaction: its channels, satisfaction and
-- outcomes.
with

interactions as (

    select * from {{ ref('current_interactions') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

customer_interactions as (

    select
        identity.customer_uid,
        interactions.*
    from interactions
    inner join identity
        on interactions.customer_hk = identity.customer_hk

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

interactions_summary as (

    select
        customer_uid,
        count(distinct channel) as channel_count,
        {{ divide("count(case when sentiment = 'Negative' then 1 end)", 'count(*)', 4) }}
            as negative_share,
        {{ sentiment_balance() }} as sentiment_balance,
        {{ csat_average() }} as csat_average,
        {{ divide("count(case when outcome = 'Resolved' then 1 end)", 'count(*)', 4) }}
            as resolved_share,
        {{ divide('sum(resolution_hours)', 'count(resolution_hours)', 1) }}
            as resolution_hours_average
    from customer_interactions
    group by customer_uid

),

service_contacts as (

    select
        interactions_summary.*,
        latest_nps.nps_score
    from interactions_summary
    left join latest_nps
        on interactions_summary.customer_uid = latest_nps.customer_uid

)

select * from service_contacts
