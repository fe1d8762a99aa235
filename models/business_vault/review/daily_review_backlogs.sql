-- Grain: one row per delivery date and match model version: the pairs that wait for a decision.
{{ config(materialized='view') }}
with

review_pairs as (

    select
        record_id_l,
        record_id_r,
        model_version,
        cast(known_from as date) as scored_from,
        cast(known_to as date) as scored_to
    from {{ ref('scored_pairs') }}
    where tier = 'REVIEW'

),

members as (

    select
        {{ hex_text('customer_hk') }} as record_id,
        customer_uid,
        cast(member_from as date) as member_from,
        cast(member_to as date) as member_to
    from {{ ref('customer_memberships') }}

),

-- Kept apart: in one query, DuckDB joins all members with each other by time first.
left_members as {{ materialized() }} (

    select
        review_pairs.record_id_l,
        review_pairs.record_id_r,
        review_pairs.model_version,
        members.customer_uid,
        greatest(review_pairs.scored_from, members.member_from) as waiting_from,
        least(review_pairs.scored_to, members.member_to) as waiting_to
    from review_pairs
    inner join members
        on
            review_pairs.record_id_l = members.record_id
            and review_pairs.scored_from < members.member_to
            and review_pairs.scored_to > members.member_from

),

-- A pair is in the backlog while its records belong to two customers.
waiting_pairs as (

    select
        left_members.record_id_l,
        left_members.record_id_r,
        left_members.model_version,
        greatest(left_members.waiting_from, members.member_from) as waiting_from,
        least(left_members.waiting_to, members.member_to) as waiting_to
    from left_members
    inner join members
        on
            left_members.record_id_r = members.record_id
            and left_members.waiting_from < members.member_to
            and left_members.waiting_to > members.member_from
            and left_members.customer_uid <> members.customer_uid

),

decision_spans as (

    select
        record_id_l,
        record_id_r,
        decision,
        decided_date as decided_from,
        coalesce(
            lead(decided_date) over (
                partition by record_id_l, record_id_r
                order by decided_date, decided_at, decision_id
            ),
            {{ open_end('date') }}
        ) as decided_to
    from {{ ref('steward_pair_decisions') }}

),

-- A decided pair leaves the backlog, whether or not its records became one customer.
decided_pairs as (

    select
        waiting_pairs.model_version,
        greatest(waiting_pairs.waiting_from, decision_spans.decided_from) as answered_from,
        least(waiting_pairs.waiting_to, decision_spans.decided_to) as answered_to
    from waiting_pairs
    inner join decision_spans
        on
            waiting_pairs.record_id_l = decision_spans.record_id_l
            and waiting_pairs.record_id_r = decision_spans.record_id_r
            and waiting_pairs.waiting_from < decision_spans.decided_to
            and waiting_pairs.waiting_to > decision_spans.decided_from
    where
        decision_spans.decision in ('SAME', 'DIFFERENT')
        and decision_spans.decided_from < decision_spans.decided_to

),

backlog_steps as (

    select
        model_version,
        waiting_from as step_date,
        1 as step
    from waiting_pairs
    union all
    select
        model_version,
        waiting_to as step_date,
        -1 as step
    from waiting_pairs
    union all
    select
        model_version,
        answered_from as step_date,
        -1 as step
    from decided_pairs
    union all
    select
        model_version,
        answered_to as step_date,
        1 as step
    from decided_pairs

),

daily_backlogs as (

    select
        deliveries.delivery_date,
        backlog_steps.model_version,
        sum(backlog_steps.step) as review_backlog
    from {{ ref('delivery_dates') }} as deliveries
    inner join backlog_steps
        on deliveries.delivery_date >= backlog_steps.step_date
    group by deliveries.delivery_date, backlog_steps.model_version

)

select * from daily_backlogs
