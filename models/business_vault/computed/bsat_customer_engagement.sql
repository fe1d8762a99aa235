-- Grain: one row per golden customer: its activity, with the first and last dates.
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

interactions as (

    select * from {{ ref('current_interactions') }}

),

attributes as (

    select * from {{ ref('customer_attributes_by_load_time') }}
    where known_to = cast('9999-12-31' as date)

),

-- Records of the customer master systems, which can be deleted or deactivated.
masters as (

    select
        identity.customer_uid,
        count(distinct identity.customer_hk) as record_count,
        count(distinct case
            when
                attributes.attribute in ('is_flagged_deleted', 'is_absent', 'is_inactive')
                and attributes.attribute_value = 'true'
                then identity.customer_hk
        end) as closed_record_count
    from identity
    left join attributes
        on identity.customer_hk = attributes.customer_hk
    where identity.source_system in ({{ quoted_list(master_systems()) }})
    group by identity.customer_uid

),

created_dates as (

    select
        identity.customer_uid,
        min(cast(attributes.attribute_value as date)) as created_date
    from identity
    inner join attributes
        on identity.customer_hk = attributes.customer_hk
    where attributes.attribute = 'created_date'
    group by identity.customer_uid

),

event_counts as (

    select
        identity.customer_uid,
        events.event_kind,
        count(*) as event_count,
        min(cast(events.occurred_at as date)) as first_date,
        max(cast(events.occurred_at as date)) as last_date
    from identity
    inner join events
        on identity.customer_hk = events.customer_hk
    group by identity.customer_uid, events.event_kind

),

activity as (

    select
        customer_uid,
        min(first_date) as first_event_date,
        max(last_date) as last_event_date,
        sum(case when event_kind = 'order' then event_count end) as order_count,
        min(case when event_kind = 'order' then first_date end) as first_order_date,
        max(case when event_kind = 'order' then last_date end) as last_order_date,
        sum(case when event_kind = 'ticket' then event_count end) as ticket_count,
        max(case when event_kind = 'ticket' then last_date end) as last_ticket_date,
        sum(case when event_kind = 'interaction' then event_count end) as interaction_count,
        max(case when event_kind = 'interaction' then last_date end) as last_interaction_date,
        sum(case when event_kind = 'transaction' then event_count end) as transaction_count,
        max(case when event_kind = 'transaction' then last_date end) as last_transaction_date,
        sum(case when event_kind = 'login' then event_count end) as login_count,
        max(case when event_kind = 'login' then last_date end) as last_login_date
    from event_counts
    group by customer_uid

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

-- Sentiment from -1 (always negative) to 1, satisfaction from 1 to 5.
satisfaction as (

    select
        identity.customer_uid,
        avg(
            case interactions.sentiment
                when 'Positive' then 1.0
                when 'Neutral' then 0.0
                when 'Negative' then -1.0
            end
        ) as sentiment_balance,
        avg(cast(interactions.csat_score as double)) as csat_average
    from identity
    inner join interactions
        on identity.customer_hk = interactions.customer_hk
    group by identity.customer_uid

),

latest_nps as (

    select
        identity.customer_uid,
        interactions.nps_score
    from identity
    inner join interactions
        on identity.customer_hk = interactions.customer_hk
    where interactions.nps_score is not null
    qualify row_number() over (
        partition by identity.customer_uid
        order by interactions.interacted_at desc, interactions.interaction_hk asc
    ) = 1

),

first_seen as (

    select
        customer_uid,
        min(cast(member_from as date)) as first_seen_date
    from identity
    group by customer_uid

),

engagement as (

    select
        first_seen.customer_uid,
        coalesce(masters.record_count, 0) as record_count,
        coalesce(masters.record_count = masters.closed_record_count, false) as is_closed,
        least(
            first_seen.first_seen_date,
            coalesce(created_dates.created_date, first_seen.first_seen_date),
            coalesce(activity.first_event_date, first_seen.first_seen_date)
        ) as created_date,
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
        satisfaction.sentiment_balance,
        satisfaction.csat_average,
        latest_nps.nps_score,
        activity.last_event_date
    from first_seen
    left join masters
        on first_seen.customer_uid = masters.customer_uid
    left join created_dates
        on first_seen.customer_uid = created_dates.customer_uid
    left join activity
        on first_seen.customer_uid = activity.customer_uid
    left join revenues
        on first_seen.customer_uid = revenues.customer_uid
    left join satisfaction
        on first_seen.customer_uid = satisfaction.customer_uid
    left join latest_nps
        on first_seen.customer_uid = latest_nps.customer_uid

),

with_last_activity as (

    select
        *,
        coalesce(last_event_date, created_date) as last_activity_date
    from engagement

)

select * from with_last_activity
