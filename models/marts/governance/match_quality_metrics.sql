-- Grain: one row per delivery date and match model version.
with

pair_counts as (

    select * from {{ ref('daily_pair_counts') }}

),

customer_counts as (

    select * from {{ ref('daily_customer_counts') }}

),

backlogs as (

    select * from {{ ref('daily_review_backlogs') }}

),

deliveries as (

    select * from {{ ref('delivery_dates') }}

),

block_keys as (

    select * from {{ ref('oversized_block_keys') }}

),

generic_values as (

    select * from {{ ref('generic_values') }}

),

capped_key_counts as (

    select
        deliveries.delivery_date,
        count(*) as capped_keys
    from deliveries
    inner join block_keys
        on deliveries.delivery_date >= block_keys.over_cap_from
    group by deliveries.delivery_date

),

generic_value_counts as (

    select
        deliveries.delivery_date,
        count(*) as generic_values
    from deliveries
    inner join generic_values
        on deliveries.delivery_date >= generic_values.generic_from
    group by deliveries.delivery_date

),

match_metrics as (

    select
        pair_counts.delivery_date,
        pair_counts.model_version,
        cast(customer_counts.record_count as integer) as record_count,
        cast(customer_counts.customer_count as integer) as customer_count,
        cast(pair_counts.candidate_pairs as integer) as candidate_pairs,
        cast(pair_counts.auto_merge_pairs as integer) as auto_merge_pairs,
        cast(pair_counts.review_pairs as integer) as review_pairs,
        cast(pair_counts.no_match_pairs as integer) as no_match_pairs,
        cast(pair_counts.guarded_pairs as integer) as guarded_pairs,
        cast(pair_counts.conflict_pairs as integer) as conflict_pairs,
        cast(pair_counts.generation_pairs as integer) as generation_pairs,
        cast(pair_counts.household_pairs as integer) as household_pairs,
        cast(pair_counts.switchboard_pairs as integer) as switchboard_pairs,
        cast(pair_counts.one_field_pairs as integer) as one_field_pairs,
        cast(coalesce(backlogs.review_backlog, 0) as integer) as review_backlog,
        cast(customer_counts.largest_customer as integer) as largest_customer,
        cast(
            customer_counts.customers_above_ten / cast(customer_counts.customer_count as double)
            as double
        ) as share_above_ten,
        cast(coalesce(capped_key_counts.capped_keys, 0) as integer) as capped_keys,
        cast(coalesce(generic_value_counts.generic_values, 0) as integer) as generic_values
    from pair_counts
    inner join customer_counts
        on pair_counts.delivery_date = customer_counts.delivery_date
    left join backlogs
        on
            pair_counts.delivery_date = backlogs.delivery_date
            and pair_counts.model_version = backlogs.model_version
    left join capped_key_counts
        on pair_counts.delivery_date = capped_key_counts.delivery_date
    left join generic_value_counts
        on pair_counts.delivery_date = generic_value_counts.delivery_date

)

select * from match_metrics
