-- Stewards see a quiet day while the backlog grows if these metrics drift from the underlying
-- tables.
with

latest_metrics as (

    select * from {{ ref('match_quality_metrics') }}
    qualify delivery_date = max(delivery_date) over ()

),

metrics as (

    select
        sum(candidate_pairs) as candidate_pairs,
        sum(auto_merge_pairs) as auto_merge_pairs,
        sum(review_pairs) as review_pairs,
        sum(review_backlog) as review_backlog,
        max(customer_count) as customer_count,
        max(largest_customer) as largest_customer
    from latest_metrics

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

differences as (

    select
        metrics.*,
        pairs.candidate_pairs as scored_pair_count,
        customers.customer_count as current_customer_count,
        queue.review_backlog as queued_pair_count
    from metrics
    cross join pairs
    cross join customers
    cross join queue
    where
        metrics.candidate_pairs <> pairs.candidate_pairs
        or metrics.auto_merge_pairs <> pairs.auto_merge_pairs
        or metrics.review_pairs <> pairs.review_pairs
        or metrics.review_backlog <> queue.review_backlog
        or metrics.customer_count <> customers.customer_count
        or metrics.largest_customer <> customers.largest_customer

)

select * from differences
