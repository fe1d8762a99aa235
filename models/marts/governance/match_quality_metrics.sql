-- Grain: one row per delivery date and match model version.
with

deliveries as (

    select delivery_date from {{ ref('delivery_dates') }}

),

-- Aggregate first: many pairs share the same tier, guard and dates.
pair_counts as (

    select
        model_version,
        tier,
        guard_code,
        cast(known_from as date) as scored_from,
        cast(known_to as date) as scored_to,
        count(*) as pair_count
    from {{ ref('scored_pairs') }}
    group by model_version, tier, guard_code, cast(known_from as date), cast(known_to as date)

),

review_scores as (

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

customer_sizes as (

    select * from {{ ref('live_record_counts') }}

),

block_keys as (

    select * from {{ ref('block_key_sizes') }}

),

generic_values as (

    select * from {{ ref('generic_values') }}

),

decisions as (

    select * from {{ ref('steward_pair_decisions') }}

),

pair_steps as (

    select
        model_version,
        tier,
        guard_code,
        scored_from as step_date,
        pair_count as step
    from pair_counts
    union all
    select
        model_version,
        tier,
        guard_code,
        scored_to as step_date,
        -pair_count as step
    from pair_counts

),

pair_changes as (

    select
        model_version,
        step_date,
        sum(step) as candidate_pairs,
        sum(case when tier = 'AUTO_MERGE' then step else 0 end) as auto_merge_pairs,
        sum(case when tier = 'REVIEW' then step else 0 end) as review_pairs,
        sum(case when tier = 'NO_MATCH' then step else 0 end) as no_match_pairs,
        {%- for code in ('CONFLICT', 'GENERATION', 'HOUSEHOLD', 'SWITCHBOARD', 'ONE_FIELD') %}
        sum(
            case when tier = 'REVIEW' and guard_code = '{{ code }}' then step else 0 end
        ) as {{ code | lower }}_pairs,
        {%- endfor %}
        sum(
            case when tier = 'REVIEW' and guard_code is not null then step else 0 end
        ) as guarded_pairs
    from pair_steps
    group by model_version, step_date

),

pair_figures as (

    select
        deliveries.delivery_date,
        pair_changes.model_version,
        sum(pair_changes.candidate_pairs) as candidate_pairs,
        sum(pair_changes.auto_merge_pairs) as auto_merge_pairs,
        sum(pair_changes.review_pairs) as review_pairs,
        sum(pair_changes.no_match_pairs) as no_match_pairs,
        sum(pair_changes.guarded_pairs) as guarded_pairs,
        sum(pair_changes.conflict_pairs) as conflict_pairs,
        sum(pair_changes.generation_pairs) as generation_pairs,
        sum(pair_changes.household_pairs) as household_pairs,
        sum(pair_changes.switchboard_pairs) as switchboard_pairs,
        sum(pair_changes.one_field_pairs) as one_field_pairs
    from deliveries
    inner join pair_changes
        on deliveries.delivery_date >= pair_changes.step_date
    group by deliveries.delivery_date, pair_changes.model_version

),

-- A pair is in the backlog while its records belong to two customers.
waiting_pairs as (

    select
        review_scores.record_id_l,
        review_scores.record_id_r,
        review_scores.model_version,
        greatest(review_scores.scored_from, lefts.member_from, rights.member_from) as waiting_from,
        least(review_scores.scored_to, lefts.member_to, rights.member_to) as waiting_to
    from review_scores
    inner join members as lefts
        on
            review_scores.record_id_l = lefts.record_id
            and review_scores.scored_from < lefts.member_to
            and review_scores.scored_to > lefts.member_from
    inner join members as rights
        on
            review_scores.record_id_r = rights.record_id
            and review_scores.scored_from < rights.member_to
            and review_scores.scored_to > rights.member_from
            and lefts.member_from < rights.member_to
            and lefts.member_to > rights.member_from
            and lefts.customer_uid <> rights.customer_uid

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
            cast('9999-12-31' as date)
        ) as decided_to
    from decisions

),

-- A decided pair leaves the backlog, whether or not its records became one customer.
answered_pairs as (

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

waiting_steps as (

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
    from answered_pairs
    union all
    select
        model_version,
        answered_to as step_date,
        1 as step
    from answered_pairs

),

waiting_changes as (

    select
        model_version,
        step_date,
        sum(step) as step
    from waiting_steps
    group by model_version, step_date

),

backlogs as (

    select
        deliveries.delivery_date,
        waiting_changes.model_version,
        sum(waiting_changes.step) as review_backlog
    from deliveries
    inner join waiting_changes
        on deliveries.delivery_date >= waiting_changes.step_date
    group by deliveries.delivery_date, waiting_changes.model_version

),

size_steps as (

    select
        record_count,
        cast(counted_from as date) as step_date,
        1 as step
    from customer_sizes
    union all
    select
        record_count,
        cast(counted_to as date) as step_date,
        -1 as step
    from customer_sizes

),

size_changes as (

    select
        record_count,
        step_date,
        sum(step) as step
    from size_steps
    group by record_count, step_date

),

customers_by_size as (

    select
        deliveries.delivery_date,
        size_changes.record_count,
        sum(size_changes.step) as customer_count
    from deliveries
    inner join size_changes
        on deliveries.delivery_date >= size_changes.step_date
    group by deliveries.delivery_date, size_changes.record_count
    having sum(size_changes.step) > 0

),

customer_figures as (

    select
        delivery_date,
        sum(record_count * customer_count) as record_count,
        sum(customer_count) as customer_count,
        max(record_count) as largest_customer,
        sum(case when record_count > 10 then customer_count else 0 end) as customers_above_ten
    from customers_by_size
    group by delivery_date

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
        pair_figures.delivery_date,
        pair_figures.model_version,
        cast(customer_figures.record_count as integer) as record_count,
        cast(customer_figures.customer_count as integer) as customer_count,
        cast(pair_figures.candidate_pairs as integer) as candidate_pairs,
        cast(pair_figures.auto_merge_pairs as integer) as auto_merge_pairs,
        cast(pair_figures.review_pairs as integer) as review_pairs,
        cast(pair_figures.no_match_pairs as integer) as no_match_pairs,
        cast(pair_figures.guarded_pairs as integer) as guarded_pairs,
        cast(pair_figures.conflict_pairs as integer) as conflict_pairs,
        cast(pair_figures.generation_pairs as integer) as generation_pairs,
        cast(pair_figures.household_pairs as integer) as household_pairs,
        cast(pair_figures.switchboard_pairs as integer) as switchboard_pairs,
        cast(pair_figures.one_field_pairs as integer) as one_field_pairs,
        cast(coalesce(backlogs.review_backlog, 0) as integer) as review_backlog,
        cast(customer_figures.largest_customer as integer) as largest_customer,
        cast(
            customer_figures.customers_above_ten / cast(customer_figures.customer_count as double)
            as double
        ) as share_above_ten,
        cast(coalesce(capped_key_counts.capped_keys, 0) as integer) as capped_keys,
        cast(coalesce(generic_value_counts.generic_values, 0) as integer) as generic_values
    from pair_figures
    inner join customer_figures
        on pair_figures.delivery_date = customer_figures.delivery_date
    left join backlogs
        on
            pair_figures.delivery_date = backlogs.delivery_date
            and pair_figures.model_version = backlogs.model_version
    left join capped_key_counts
        on pair_figures.delivery_date = capped_key_counts.delivery_date
    left join generic_value_counts
        on pair_figures.delivery_date = generic_value_counts.delivery_date

)

select * from match_metrics
