-- Grain: one row per golden customer.
{{ config(row_access_policy=rows_of('own_country', 'country')) }}
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

service_contacts as (

    select * from {{ ref('bsat_customer_service_contacts') }}

),

opportunities as (

    select * from {{ ref('bsat_customer_opportunities') }}

),

exposures as (

    select * from {{ ref('bsat_customer_fraud_exposure') }}

),

engagement_tiers as (

    {{ tiers('transaction_engagement') }}

),

web_activity as (

    select * from {{ ref('bsat_customer_web_activity') }}

),

account_totals as (

    select
        customer_uid,
        count(*) as account_count,
        count(case when is_dormant then 1 end) as dormant_account_count,
        sum(balance_eur) as balance_eur,
        case
            when count(case when account_churn_risk = 'HIGH' then 1 end) > 0 then 'HIGH'
            when count(case when account_churn_risk = 'MEDIUM' then 1 end) > 0 then 'MEDIUM'
            else 'LOW'
        end as account_churn_risk
    from accounts
    group by customer_uid

),

transaction_totals as (

    select
        customer_uid,
        sum(case when is_completed then amount_eur else 0 end) as transaction_total_eur,
        max(transaction_date) as last_transaction_date
    from transactions
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
        cast(coalesce(account_totals.account_count, 0) as integer) as account_count,
        cast(coalesce(account_totals.dormant_account_count, 0) as integer) as dormant_account_count,
        cast(coalesce(account_totals.balance_eur, 0) as decimal(38, 2)) as balance_eur,
        customers.transaction_count,
        cast(coalesce(transaction_totals.transaction_total_eur, 0) as decimal(38, 2))
            as transaction_total_eur,
        transaction_totals.last_transaction_date,
        engagement_tiers.tier as engagement,
        account_totals.account_churn_risk,
        customers.interaction_count,
        cast(coalesce(service_contacts.channel_count, 0) as integer) as channel_count,
        cast(service_contacts.negative_share as decimal(9, 4)) as negative_interaction_share,
        cast(service_contacts.resolved_share as decimal(9, 4)) as resolved_interaction_share,
        cast(service_contacts.resolution_hours_average as decimal(9, 1))
            as resolution_hours_average,
        customers.csat_average,
        customers.nps_score,
        customers.ticket_count,
        cast(coalesce(opportunities.opportunity_count, 0) as integer) as deal_count,
        cast(coalesce(opportunities.open_pipeline_eur, 0) as decimal(38, 2)) as open_pipeline_eur,
        cast(coalesce(opportunities.won_amount_eur, 0) as decimal(38, 2)) as won_amount_eur,
        cast(coalesce(web_activity.session_count, 0) as integer) as session_count,
        cast(coalesce(web_activity.conversion_count, 0) as integer) as conversion_count,
        web_activity.last_visit_date,
        cast(coalesce(exposures.alert_count, 0) as integer) as fraud_alert_count,
        cast(coalesce(exposures.open_alert_count, 0) as integer) as open_fraud_alert_count,
        cast(
            case when customers.total_orders > 0 then 1 else 0 end
            + case when account_totals.account_count > 0 then 1 else 0 end
            + case when customers.interaction_count + customers.ticket_count > 0 then 1 else 0 end
            + case when opportunities.opportunity_count > 0 then 1 else 0 end
            + case when web_activity.session_count > 0 then 1 else 0 end
            as integer
        ) as domain_count
    from customers
    left join account_totals
        on customers.customer_uid = account_totals.customer_uid
    left join transaction_totals
        on customers.customer_uid = transaction_totals.customer_uid
    left join engagement_tiers
        on {{ is_in_tier('customers.transaction_count', 'engagement_tiers') }}
    left join service_contacts
        on customers.customer_uid = service_contacts.customer_uid
    left join opportunities
        on customers.customer_uid = opportunities.customer_uid
    left join web_activity
        on customers.customer_uid = web_activity.customer_uid
    left join exposures
        on customers.customer_uid = exposures.customer_uid

)

select * from customer_totals
