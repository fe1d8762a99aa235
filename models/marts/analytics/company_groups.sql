-- Grain: one row per golden customer in a group of at least two companies.
with

related_customers as (

    select * from {{ ref('related_customers') }}
    where relation = 'COMPANY_GROUP'

),

golden_customers as (

    select * from {{ ref('golden_customers') }}

),

company_groups as (

    {{ connected_customers('related_customers', 'golden_customers') }}

),

-- The evidence for a member is its pair with its parent, or else its best pair.
best_evidence as (

    select * from related_customers
    qualify row_number() over (
        partition by customer_uid
        order by
            case parent_evidence
                when 'GENERAL_PARTNER' then 1 when 'HOLDING' then 2 when 'NAME' then 3 else 4
            end asc,
            case when has_same_address then 1 else 2 end asc,
            match_score desc,
            related_customer_uid asc
    ) = 1

),

members as (

    select
        'G' || substr(company_groups.oldest_customer_uid, 2) as company_group_id,
        company_groups.customer_uid,
        cast(company_groups.member_count as integer) as member_count,
        company_groups.customer_uid = company_groups.oldest_customer_uid as is_oldest_member,
        case
            when best_evidence.parent_evidence is not null then best_evidence.related_customer_uid
        end as parent_customer_uid,
        best_evidence.parent_evidence,
        best_evidence.related_customer_uid,
        best_evidence.guard_code,
        best_evidence.has_same_address,
        best_evidence.has_same_postcode,
        best_evidence.has_same_phone,
        best_evidence.has_same_email,
        best_evidence.record_id,
        best_evidence.related_record_id
    from company_groups
    inner join best_evidence
        on company_groups.customer_uid = best_evidence.customer_uid

)

select * from members
