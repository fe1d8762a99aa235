-- Grain: one row per golden customer: what it did, and when.
with

identity as (

    select * from {{ ref('customer_identity') }}

),

orders as (

    select * from {{ ref('bsat_order_value') }}

),

ticket_states as (

    {{ newest_rows('sat_ticket__support', 'ticket_hk') }}

),

ticket_links as (

    select * from {{ ref('link_customer_ticket') }}

),

attributes as (

    select * from {{ ref('customer_attributes_known') }}
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
    where identity.source_system in ('SAP', 'Salesforce', 'Oracle')
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

ordered as (

    select
        identity.customer_uid,
        count(*) as order_count,
        min(orders.ordered_at) as first_order_at,
        max(orders.ordered_at) as last_order_at,
        sum(case when orders.is_revenue then orders.order_total_eur end) as lifetime_value
    from identity
    inner join orders
        on identity.customer_hk = orders.customer_hk
    group by identity.customer_uid

),

complained as (

    select
        identity.customer_uid,
        count(*) as ticket_count,
        min(ticket_states.opened_at) as first_ticket_at,
        max(ticket_states.opened_at) as last_ticket_at
    from identity
    inner join ticket_links
        on identity.customer_hk = ticket_links.customer_hk
    inner join ticket_states
        on ticket_links.ticket_hk = ticket_states.ticket_hk
    group by identity.customer_uid

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
            coalesce(cast(ordered.first_order_at as date), first_seen.first_seen_date),
            coalesce(cast(complained.first_ticket_at as date), first_seen.first_seen_date)
        ) as created_date,
        coalesce(ordered.order_count, 0) as order_count,
        cast(ordered.first_order_at as date) as first_order_date,
        cast(ordered.last_order_at as date) as last_order_date,
        coalesce(ordered.lifetime_value, 0) as lifetime_value,
        coalesce(complained.ticket_count, 0) as ticket_count,
        cast(complained.last_ticket_at as date) as last_ticket_date
    from first_seen
    left join masters
        on first_seen.customer_uid = masters.customer_uid
    left join created
        on first_seen.customer_uid = created.customer_uid
    left join ordered
        on first_seen.customer_uid = ordered.customer_uid
    left join complained
        on first_seen.customer_uid = complained.customer_uid

),

dated as (

    select
        *,
        greatest(
            created_date,
            coalesce(last_order_date, created_date),
            coalesce(last_ticket_date, created_date)
        ) as last_activity_date
    from gathered

)

select * from dated
