-- Grain: one row per golden customer.
with

customers as (

    select * from {{ ref('customer_summary') }}

),

accounts as (

    select * from {{ ref('transaction_summary') }}

),

transactions as (

    select * from {{ ref('fact_transactions') }}

),

interactions as (

    select * from {{ ref('fact_interactions') }}

),

deals as (

    select * from {{ ref('fact_pipeline') }}

),

exposures as (

    select * from {{ ref('bsat_customer_fraud_exposure') }}

),

engagement_tiers as (

    {{ tiers('transaction_engagement') }}

),

clicks as (

    select * from {{ ref('fact_clickstream') }}

),

account_totals as (

    select
        customer_uid,
        count(*) as account_count,
        count(case when is_dormant then 1 end) as dormant_account_count,
        sum(balance_eur) as balance_eur,
        max(
            case account_churn_risk
                when 'HIGH' then 3
                when 'MEDIUM' then 2
                else 1
            end
        ) as risk_rank
    from accounts
    group by customer_uid

),

transaction_totals as (

    select
        customer_uid,
        count(*) as transaction_count,
        sum(case when is_completed then amount_eur else 0 end) as transaction_total_eur,
        max(transaction_date) as last_transaction_date
    from transactions
    group by customer_uid

),

interaction_totals as (

    select
        customer_uid,
        count(distinct channel) as channel_count,
        avg(case when sentiment = 'Negative' then 1.0 else 0.0 end) as negative_share,
        avg(case when is_resolved then 1.0 else 0.0 end) as resolved_share,
        avg(resolution_hours) as resolution_hours_average
    from interactions
    group by customer_uid

),

deal_totals as (

    select
        customer_uid,
        count(*) as deal_count,
        sum(case when is_open then amount_eur else 0 end) as open_pipeline_eur,
        sum(case when is_won then amount_eur else 0 end) as won_amount_eur
    from deals
    group by customer_uid

),

web_totals as (

    select
        customer_uid,
        count(distinct session_id) as session_count,
        count(case when is_conversion then 1 end) as conversion_count,
        max(event_date) as last_visit_date
    from clicks
    group by customer_uid

),

customer_totals as (

    select
        customers.customer_uid,
        customers.full_name,
        customers.country,
        customers.segment,
        customers.industry,
        customers.source_systems,
        customers.lifecycle_stage,
        customers.churn_risk_tier,
        customers.health_score,
        customers.value_tier,
        customers.order_stage,
        customers.total_orders,
        customers.lifetime_value_eur,
        coalesce(account_totals.account_count, 0) as account_count,
        coalesce(account_totals.dormant_account_count, 0) as dormant_account_count,
        coalesce(account_totals.balance_eur, 0) as balance_eur,
        coalesce(transaction_totals.transaction_count, 0) as transaction_count,
        coalesce(transaction_totals.transaction_total_eur, 0) as transaction_total_eur,
        engagement_tiers.tier as engagement,
        transaction_totals.last_transaction_date,
        account_totals.risk_rank,
        customers.interaction_count,
        coalesce(interaction_totals.channel_count, 0) as channel_count,
        interaction_totals.negative_share,
        interaction_totals.resolved_share,
        interaction_totals.resolution_hours_average,
        customers.csat_average,
        customers.nps_score,
        customers.ticket_count,
        coalesce(deal_totals.deal_count, 0) as deal_count,
        coalesce(deal_totals.open_pipeline_eur, 0) as open_pipeline_eur,
        coalesce(deal_totals.won_amount_eur, 0) as won_amount_eur,
        coalesce(web_totals.session_count, 0) as session_count,
        coalesce(web_totals.conversion_count, 0) as conversion_count,
        web_totals.last_visit_date,
        coalesce(exposures.alert_count, 0) as fraud_alert_count,
        coalesce(exposures.open_alert_count, 0) as open_fraud_alert_count
    from customers
    left join account_totals
        on customers.customer_uid = account_totals.customer_uid
    left join transaction_totals
        on customers.customer_uid = transaction_totals.customer_uid
    left join engagement_tiers
        on {{ is_in_tier('coalesce(transaction_totals.transaction_count, 0)', 'engagement_tiers') }}
    left join interaction_totals
        on customers.customer_uid = interaction_totals.customer_uid
    left join deal_totals
        on customers.customer_uid = deal_totals.customer_uid
    left join web_totals
        on customers.customer_uid = web_totals.customer_uid
    left join exposures
        on customers.customer_uid = exposures.customer_uid

),

typed_totals as (

    select
        customer_uid,
        full_name,
        country,
        segment,
        industry,
        source_systems,
        lifecycle_stage,
        churn_risk_tier,
        health_score,
        value_tier,
        order_stage,
        total_orders,
        lifetime_value_eur,
        cast(account_count as integer) as account_count,
        cast(dormant_account_count as integer) as dormant_account_count,
        cast(balance_eur as decimal(18, 2)) as balance_eur,
        cast(transaction_count as integer) as transaction_count,
        cast(transaction_total_eur as decimal(18, 2)) as transaction_total_eur,
        last_transaction_date,
        engagement,
        case risk_rank
            when 3 then 'HIGH'
            when 2 then 'MEDIUM'
            when 1 then 'LOW'
        end as account_churn_risk,
        cast(interaction_count as integer) as interaction_count,
        cast(channel_count as integer) as channel_count,
        cast(negative_share as decimal(9, 4)) as negative_interaction_share,
        cast(resolved_share as decimal(9, 4)) as resolved_interaction_share,
        cast(resolution_hours_average as decimal(9, 1)) as resolution_hours_average,
        csat_average,
        nps_score,
        ticket_count,
        cast(deal_count as integer) as deal_count,
        cast(open_pipeline_eur as decimal(18, 2)) as open_pipeline_eur,
        cast(won_amount_eur as decimal(18, 2)) as won_amount_eur,
        cast(session_count as integer) as session_count,
        cast(conversion_count as integer) as conversion_count,
        last_visit_date,
        cast(fraud_alert_count as integer) as fraud_alert_count,
        cast(open_fraud_alert_count as integer) as open_fraud_alert_count,
        cast(
            case when total_orders > 0 then 1 else 0 end
            + case when account_count > 0 then 1 else 0 end
            + case when interaction_count + ticket_count > 0 then 1 else 0 end
            + case when deal_count > 0 then 1 else 0 end
            + case when session_count > 0 then 1 else 0 end
            as integer
        ) as domain_count
    from customer_totals

)

select * from typed_totals
