-- Grain: one row per golden customer: its activity, with the first and last dates.
{{ config(materialized='table') }}
with

identity as (

    select * from {{ ref('customer_identity') }}

),

orders as (

    select * from {{ ref('bsat_order_value') }}

),

events as (

    select * from {{ ref('customer_events') }}

),

service_contacts as (

    select * from {{ ref('bsat_customer_service_contacts') }}

),

attributes as (

    select * from {{ ref('customer_attributes_by_load_time') }}
    where known_to = {{ open_end('date') }}

),

records as (

    {{ records_of_customers('identity', 'attributes') }}

),

activity as (

    select
        identity.customer_uid,
        {%- for kind in ['order', 'ticket', 'interaction', 'transaction', 'login'] %}
        count(case when events.event_kind = '{{ kind }}' then 1 end) as {{ kind }}_count,
        min(case when events.event_kind = '{{ kind }}' then cast(events.occurred_at as date) end)
            as first_{{ kind }}_date,
        max(case when events.event_kind = '{{ kind }}' then cast(events.occurred_at as date) end)
            as last_{{ kind }}_date,
        {%- endfor %}
        min(cast(events.occurred_at as date)) as first_event_date,
        max(cast(events.occurred_at as date)) as last_event_date
    from identity
    inner join events
        on identity.customer_hk = events.customer_hk
    group by identity.customer_uid

),

revenues as (

    select
        identity.customer_uid,
        sum(case when orders.is_revenue then orders.order_total_eur end) as lifetime_value
    from identity
    inner join orders
        on identity.customer_hk = orders.customer_hk
    group by identity.customer_uid

),

engagement as (

    select
        records.customer_uid,
        records.record_count,
        records.master_record_count,
        {{ is_closed('records') }} as is_closed,
        {{ created_date('records', 'activity') }} as created_date,
        coalesce(activity.order_count, 0) as order_count,
        activity.first_order_date,
        activity.last_order_date,
        coalesce(revenues.lifetime_value, 0) as lifetime_value,
        coalesce(activity.ticket_count, 0) as ticket_count,
        activity.last_ticket_date,
        coalesce(activity.interaction_count, 0) as interaction_count,
        activity.last_interaction_date,
        coalesce(activity.transaction_count, 0) as transaction_count,
        activity.last_transaction_date,
        coalesce(activity.login_count, 0) as login_count,
        activity.last_login_date,
        service_contacts.sentiment_balance,
        service_contacts.csat_average,
        service_contacts.nps_score,
        activity.last_event_date
    from records
    left join activity
        on records.customer_uid = activity.customer_uid
    left join revenues
        on records.customer_uid = revenues.customer_uid
    left join service_contacts
        on records.customer_uid = service_contacts.customer_uid

),

with_last_activity as (

    select
        *,
        coalesce(last_event_date, created_date) as last_activity_date
    from engagement

)

select * from with_last_activity
