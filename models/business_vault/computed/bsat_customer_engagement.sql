-- Grain: one row per golden customer: what it did, and when.
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

-- Records of the customer masters, which can be deleted or switched off.
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

created as (

    select
        identity.customer_uid,
        min(cast(attributes.attribute_value as date)) as created_date
    from identity
    inner join attributes
        on identity.customer_hk = attributes.customer_hk
    where attributes.attribute = 'created_date'
    group by identity.customer_uid

),

counted as (

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

did as (

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
    from counted
    group by customer_uid

),

bought as (

    select
        identity.customer_uid,
        sum(case when orders.is_revenue then orders.order_total_eur end) as lifetime_value
    from identity
    inner join orders
        on identity.customer_hk = orders.customer_hk
    group by identity.customer_uid

),

-- What was said: sentiment from -1 (always negative) to 1, satisfaction from 1 to 5.
said as (

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

last_recommendations as (

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

gathered as (

    select
        first_seen.customer_uid,
        coalesce(masters.record_count, 0) as record_count,
        coalesce(masters.record_count = masters.closed_record_count, false) as is_closed,
        least(
            first_seen.first_seen_date,
            coalesce(created.created_date, first_seen.first_seen_date),
            coalesce(did.first_event_date, first_seen.first_seen_date)
        ) as created_date,
        coalesce(did.order_count, 0) as order_count,
        did.first_order_date,
        did.last_order_date,
        coalesce(bought.lifetime_value, 0) as lifetime_value,
        coalesce(did.ticket_count, 0) as ticket_count,
        did.last_ticket_date,
        coalesce(did.interaction_count, 0) as interaction_count,
        did.last_interaction_date,
        coalesce(did.transaction_count, 0) as transaction_count,
        did.last_transaction_date,
        coalesce(did.login_count, 0) as login_count,
        did.last_login_date,
        said.sentiment_balance,
        said.csat_average,
        last_recommendations.nps_score,
        did.last_event_date
    from first_seen
    left join masters
        on first_seen.customer_uid = masters.customer_uid
    left join created
        on first_seen.customer_uid = created.customer_uid
    left join did
        on first_seen.customer_uid = did.customer_uid
    left join bought
        on first_seen.customer_uid = bought.customer_uid
    left join said
        on first_seen.customer_uid = said.customer_uid
    left join last_recommendations
        on first_seen.customer_uid = last_recommendations.customer_uid

),

dated as (

    select
        *,
        coalesce(last_event_date, created_date) as last_activity_date
    from gathered

)

select * from dated
