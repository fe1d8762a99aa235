-- Two relatives or two companies of one group have two household or group ids: connected_customers does not reach
-- all members of a chain of pairs.
with

groups as (

    select
        'HOUSEHOLD' as relation,
        customer_uid,
        household_id as group_id
    from {{ ref('customer_households') }}
    union all
    select
        'COMPANY_GROUP' as relation,
        customer_uid,
        company_group_id as group_id
    from {{ ref('company_groups') }}

),

related_customers as (

    select * from {{ ref('related_customers') }}

),

separated_customers as (

    select
        related_customers.*,
        groups.group_id,
        related_groups.group_id as related_group_id
    from related_customers
    left join groups
        on
            related_customers.relation = groups.relation
            and related_customers.customer_uid = groups.customer_uid
    left join groups as related_groups
        on
            related_customers.relation = related_groups.relation
            and related_customers.related_customer_uid = related_groups.customer_uid
    where
        groups.group_id is null
        or related_groups.group_id is null
        or groups.group_id <> related_groups.group_id

)

select * from separated_customers
