-- Grain: one row per golden customer and span of time in which its described values held.
with

history as (

    select * from {{ ref('golden_customer_changes') }}
    where axis = 'effective'

),

lifecycle as (

    select * from {{ ref('customer_lifecycle') }}

),

match_scores as (

    select * from {{ ref('golden_match_scores') }}

),

spanned as (

    select
        *,
        row_number() over (
            partition by customer_uid
            order by moment
        ) as version_number,
        coalesce(
            lead(moment) over (
                partition by customer_uid
                order by moment
            ),
            cast('9999-12-31' as timestamp)
        ) as valid_to
    from history

),

customers as (

    select
        spanned.customer_uid,
        spanned.full_name,
        spanned.email,
        spanned.phone,
        spanned.country,
        spanned.city,
        spanned.segment,
        spanned.industry,
        spanned.source_systems,
        lifecycle.customer_status as status,
        lifecycle.record_count,
        match_scores.match_score,
        lifecycle.lifetime_value,
        lifecycle.created_date,
        lifecycle.last_activity_date,
        -- The first version answers for all time before it.
        case
            when spanned.version_number = 1 then cast('1900-01-01' as timestamp)
            else spanned.moment
        end as valid_from,
        spanned.valid_to
    from spanned
    inner join lifecycle
        on spanned.customer_uid = lifecycle.customer_uid
    left join match_scores
        on spanned.customer_uid = match_scores.customer_uid

),

unknown_member as (

    select
        'UNKNOWN' as customer_uid,
        'Unknown customer' as full_name,
        cast(null as varchar) as email,
        cast(null as varchar) as phone,
        cast(null as varchar) as country,
        cast(null as varchar) as city,
        cast(null as varchar) as segment,
        cast(null as varchar) as industry,
        cast(null as varchar) as source_systems,
        'Unknown' as status,
        0 as record_count,
        cast(null as double) as match_score,
        cast(0 as decimal(18, 2)) as lifetime_value,
        cast('1900-01-01' as date) as created_date,
        cast('1900-01-01' as date) as last_activity_date,
        cast('1900-01-01' as timestamp) as valid_from,
        cast('9999-12-31' as timestamp) as valid_to

),

all_members as (

    select * from customers
    union all
    select * from unknown_member

),

keyed as (

    select
        case
            when customer_uid = 'UNKNOWN' then {{ unknown_key() }}
            else {{ surrogate_key(['customer_uid', 'valid_from']) }}
        end as customer_key,
        customer_uid,
        full_name,
        email,
        phone,
        country,
        city,
        segment,
        industry,
        source_systems,
        status,
        cast(record_count as integer) as record_count,
        cast(match_score as double) as match_score,
        cast(lifetime_value as decimal(18, 2)) as lifetime_value,
        created_date,
        last_activity_date,
        valid_from,
        valid_to,
        valid_to = cast('9999-12-31' as timestamp) as is_current
    from all_members

)

select * from keyed
