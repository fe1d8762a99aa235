-- Grain: one row per two customer records that wait for a steward's answer.
-- The rule of what comes first is told in scripts/mdm/report/queues.py, which does the same to a file.
with

scored as (

    select * from {{ ref('scored_pairs') }}
    where
        cast(known_to as date) = cast('9999-12-31' as date)
        and (tier in ('REVIEW', 'AUTO_MERGE') or guard_code = 'CONFLICT')

),

identity as (

    select
        {{ hex_text('customer_hk') }} as record_id,
        customer_uid,
        member_from
    from {{ ref('customer_identity') }}

),

latest as (

    select * from {{ ref('steward_latest_decisions') }}

),

sizes as (

    select * from {{ ref('customer_sizes') }}

),

edge as (

    select value as auto_threshold
    from {{ ref('active_match_model') }}
    where kind = 'threshold' and field = 'AUTO_MERGE'

),

named as (

    select
        scored.record_id_l,
        scored.record_id_r,
        scored.match_score,
        scored.tier,
        scored.guard_code,
        scored.reasons,
        cast(scored.known_from as timestamp) as known_from,
        left_records.customer_uid as customer_uid_l,
        right_records.customer_uid as customer_uid_r,
        left_records.member_from as member_from_l,
        right_records.member_from as member_from_r,
        least(left_records.customer_uid, right_records.customer_uid) as lower_uid,
        greatest(left_records.customer_uid, right_records.customer_uid) as upper_uid
    from scored
    inner join identity as left_records
        on scored.record_id_l = left_records.record_id
    inner join identity as right_records
        on
            scored.record_id_r = right_records.record_id
            and left_records.customer_uid <> right_records.customer_uid

),

decided as (

    select
        least(left_records.customer_uid, right_records.customer_uid) as lower_uid,
        greatest(left_records.customer_uid, right_records.customer_uid) as upper_uid
    from latest
    inner join identity as left_records
        on latest.record_id_l = left_records.record_id
    inner join identity as right_records
        on latest.record_id_r = right_records.record_id
    where latest.decision = 'DIFFERENT'

),

held_apart as (

    select
        lower_uid,
        upper_uid
    from decided
    union
    select
        lower_uid,
        upper_uid
    from named
    where guard_code = 'CONFLICT'

),

waiting as (

    select
        named.*,
        latest.decision as last_decision,
        latest.decided_at as last_decided_at,
        latest.reason as last_reason
    from named
    left join latest
        on
            named.record_id_l = latest.record_id_l
            and named.record_id_r = latest.record_id_r
    where
        named.tier in ('REVIEW', 'AUTO_MERGE')
        and coalesce(latest.decision, 'UNSURE') = 'UNSURE'

),

weighed as (

    select
        waiting.*,
        left_sizes.record_count as record_count_l,
        right_sizes.record_count as record_count_r,
        left_sizes.event_count as event_count_l,
        right_sizes.event_count as event_count_r,
        left_sizes.revenue_eur as revenue_eur_l,
        right_sizes.revenue_eur as revenue_eur_r,
        left_sizes.override_count + right_sizes.override_count as override_count,
        held_apart.lower_uid is not null as is_held_apart,
        -- On a merge the older birth record's uid survives.
        case
            when left_sizes.born_at < right_sizes.born_at then waiting.customer_uid_l
            when left_sizes.born_at > right_sizes.born_at then waiting.customer_uid_r
            when left_sizes.birth_record_id > right_sizes.birth_record_id
                then waiting.customer_uid_r
            else waiting.customer_uid_l
        end as surviving_uid,
        case
            when held_apart.lower_uid is not null then 0
            else
                (left_sizes.record_count + left_sizes.event_count) * right_sizes.record_count
                + (right_sizes.record_count + right_sizes.event_count) * left_sizes.record_count
        end as change,
        abs(waiting.match_score - edge.auto_threshold) as distance_to_auto
    from waiting
    cross join edge
    inner join sizes as left_sizes
        on waiting.customer_uid_l = left_sizes.customer_uid
    inner join sizes as right_sizes
        on waiting.customer_uid_r = right_sizes.customer_uid
    left join held_apart
        on
            waiting.lower_uid = held_apart.lower_uid
            and waiting.upper_uid = held_apart.upper_uid

),

expected as (

    select
        *,
        match_score * change as expected_change
    from weighed

),

compared as (

    select
        *,
        count(*) over (
            partition by lower_uid, upper_uid
        ) as pairs_between,
        row_number() over (
            partition by lower_uid, upper_uid
            order by expected_change desc, distance_to_auto asc, record_id_l asc, record_id_r asc
        ) > 1 as is_settled_by_another
    from expected

),

ranked as (

    select
        *,
        row_number() over (
            order by
                case when is_settled_by_another then 1 else 0 end asc,
                expected_change desc,
                distance_to_auto asc,
                record_id_l asc,
                record_id_r asc
        ) as queue_position
    from compared

)

select * from ranked
