-- Readers trust a customer by its number of records, its number of customer master records, and the
-- score of its weakest match, which a single record does not have.
with

members as (

    select
        customer_uid,
        count(*) as record_count,
        sum(
            case when source_system in ({{ quoted_list(master_systems()) }}) then 1 else 0 end
        ) as master_record_count
    from {{ ref('customer_identity') }}
    group by customer_uid

),

customers as (

    select * from {{ ref('dim_customer') }}
    where customer_uid <> 'UNKNOWN'

),

wrong_counts as (

    select
        customers.customer_key,
        customers.record_count,
        customers.master_record_count,
        customers.match_score
    from customers
    left join members
        on customers.customer_uid = members.customer_uid
    where
        customers.record_count <> coalesce(members.record_count, 0)
        or customers.master_record_count <> coalesce(members.master_record_count, 0)
        or (customers.record_count < 2 and customers.match_score is not null)
        or customers.is_identified <> (customers.full_name is not null)

)

select * from wrong_counts
