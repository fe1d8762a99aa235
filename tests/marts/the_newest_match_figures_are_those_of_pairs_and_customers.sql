-- Figures that drift from the tables beneath them show a calm day while the backlog grows.
with

newest as (

    select * from {{ ref('match_quality_metrics') }}
    qualify delivery_date = max(delivery_date) over ()

),

figures as (

    select
        sum(candidate_pairs) as candidate_pairs,
        sum(auto_merge_pairs) as auto_merge_pairs,
        sum(review_pairs) as review_pairs,
        sum(review_backlog) as review_backlog,
        max(customer_count) as customer_count,
        max(largest_customer) as largest_customer
    from newest

),

pairs as (

    select
        count(*) as candidate_pairs,
        sum(case when tier = 'AUTO_MERGE' then 1 else 0 end) as auto_merge_pairs,
        sum(case when tier = 'REVIEW' then 1 else 0 end) as review_pairs
    from {{ ref('mdm_match_pairs') }}

),

sizes as (

    select
        customer_uid,
        count(*) as record_count
    from {{ ref('customer_identity') }}
    group by customer_uid

),

customers as (

    select
        count(*) as customer_count,
        max(record_count) as largest_customer
    from sizes

),

queue as (

    select count(*) as review_backlog
    from {{ ref('steward_review_queue') }}
    where tier = 'REVIEW'

),

differing as (

    select
        figures.*,
        pairs.candidate_pairs as pairs_scored,
        customers.customer_count as customers_today,
        queue.review_backlog as pairs_waiting
    from figures
    cross join pairs
    cross join customers
    cross join queue
    where
        figures.candidate_pairs <> pairs.candidate_pairs
        or figures.auto_merge_pairs <> pairs.auto_merge_pairs
        or figures.review_pairs <> pairs.review_pairs
        or figures.review_backlog <> queue.review_backlog
        or figures.customer_count <> customers.customer_count
        or figures.largest_customer <> customers.largest_customer

)

select * from differing
