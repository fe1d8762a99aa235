-- Grain: one row per golden customer that shares a household with another one.
with

related_customers as (

    select * from {{ ref('related_customers') }}
    where relation = 'HOUSEHOLD'

),

golden_customers as (

    select * from {{ ref('golden_customers') }}

),

households as (

    {{ connected_customers('related_customers', 'golden_customers') }}

),

-- The evidence for a member is its best pair with another member.
best_evidence as (

    select * from related_customers
    qualify row_number() over (
        partition by customer_uid
        order by
            case when has_same_address then 1 else 2 end asc,
            case when has_same_last_name then 1 else 2 end asc,
            match_score desc,
            related_customer_uid asc
    ) = 1

),

members as (

    select
        'H' || substr(households.oldest_customer_uid, 2) as household_id,
        households.customer_uid,
        cast(households.member_count as integer) as member_count,
        households.customer_uid = households.oldest_customer_uid as is_oldest_member,
        best_evidence.related_customer_uid,
        best_evidence.guard_code,
        best_evidence.has_same_last_name,
        best_evidence.has_same_address,
        best_evidence.has_same_postcode,
        best_evidence.has_same_phone,
        best_evidence.record_id,
        best_evidence.related_record_id
    from households
    inner join best_evidence
        on households.customer_uid = best_evidence.customer_uid

)

select * from members
