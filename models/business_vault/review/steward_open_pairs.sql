-- Grain: one row per pair of customer records that waits for a steward decision.
-- scripts/mdm/report/queues.py documents the order and applies it to files.
with

pairs_between_customers as (

    select * from {{ ref('pairs_between_customers') }}

),

identity as (

    select
        {{ hex_text('customer_hk') }} as record_id,
        customer_uid
    from {{ ref('customer_identity') }}

),

decided_different as (

    select * from {{ ref('steward_latest_decisions') }}
    where decision = 'DIFFERENT'

),

sizes as (

    select * from {{ ref('customer_sizes') }}

),

auto_merge_threshold as (

    select value as auto_threshold
    from {{ ref('active_match_model') }}
    where kind = 'threshold' and field = 'AUTO_MERGE'

),

customers_kept_apart as (

    select
        least(left_records.customer_uid, right_records.customer_uid) as lower_uid,
        greatest(left_records.customer_uid, right_records.customer_uid) as upper_uid
    from decided_different
    inner join identity as left_records
        on decided_different.record_id_l = left_records.record_id
    inner join identity as right_records
        on decided_different.record_id_r = right_records.record_id
    union
    select
        lower_uid,
        upper_uid
    from pairs_between_customers
    where overrides_same

),

undecided_pairs as (

    select * from pairs_between_customers
    where
        tier in ('REVIEW', 'AUTO_MERGE')
        and coalesce(last_decision, 'UNSURE') = 'UNSURE'

),

pairs_with_impact as (

    select
        undecided_pairs.*,
        left_sizes.record_count as record_count_l,
        right_sizes.record_count as record_count_r,
        left_sizes.event_count as event_count_l,
        right_sizes.event_count as event_count_r,
        left_sizes.revenue_eur as revenue_eur_l,
        right_sizes.revenue_eur as revenue_eur_r,
        left_sizes.override_count + right_sizes.override_count as override_count,
        customers_kept_apart.lower_uid is not null as is_held_apart,
        -- In a merge the uid with the older birth record survives.
        case
            when left_sizes.born_at < right_sizes.born_at then undecided_pairs.customer_uid_l
            when left_sizes.born_at > right_sizes.born_at then undecided_pairs.customer_uid_r
            when left_sizes.birth_record_id > right_sizes.birth_record_id
                then undecided_pairs.customer_uid_r
            else undecided_pairs.customer_uid_l
        end as surviving_uid,
        case
            when customers_kept_apart.lower_uid is not null then 0
            else
                (left_sizes.record_count + left_sizes.event_count) * right_sizes.record_count
                + (right_sizes.record_count + right_sizes.event_count) * left_sizes.record_count
        end as impact,
        abs(undecided_pairs.match_score - auto_merge_threshold.auto_threshold) as distance_to_auto
    from undecided_pairs
    cross join auto_merge_threshold
    inner join sizes as left_sizes
        on undecided_pairs.customer_uid_l = left_sizes.customer_uid
    inner join sizes as right_sizes
        on undecided_pairs.customer_uid_r = right_sizes.customer_uid
    left join customers_kept_apart
        on
            undecided_pairs.lower_uid = customers_kept_apart.lower_uid
            and undecided_pairs.upper_uid = customers_kept_apart.upper_uid

),

with_expected_impact as (

    select
        *,
        match_score * impact as expected_impact
    from pairs_with_impact

),

with_best_pair as (

    select
        *,
        count(*) over (
            partition by lower_uid, upper_uid
        ) as pairs_between,
        row_number() over (
            partition by lower_uid, upper_uid
            order by expected_impact desc, distance_to_auto asc, record_id_l asc, record_id_r asc
        ) > 1 as is_settled_by_another
    from with_expected_impact

),

queue as (

    select
        *,
        row_number() over (
            order by
                case when is_settled_by_another then 1 else 0 end asc,
                expected_impact desc,
                distance_to_auto asc,
                record_id_l asc,
                record_id_r asc
        ) as queue_position
    from with_best_pair

)

select * from queue
