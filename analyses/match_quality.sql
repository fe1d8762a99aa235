-- How well does matching work between each pair of systems, by tier and against the sample's truth?
{{ config(enabled=not landing_place()) }}
with

pairs as (

    select * from {{ ref('mdm_match_pairs') }}

),

truth as (

    select * from {{ ref('truth_customer_records') }}

),

labelled_pairs as (

    select
        least(pairs.source_system_l, pairs.source_system_r) as one_system,
        greatest(pairs.source_system_l, pairs.source_system_r) as other_system,
        pairs.match_score,
        pairs.decision,
        left_truth.party_id = right_truth.party_id as is_same_party
    from pairs
    left join truth as left_truth
        on
            pairs.source_system_l = left_truth.source_system
            and pairs.customer_id_l = left_truth.customer_id
    left join truth as right_truth
        on
            pairs.source_system_r = right_truth.source_system
            and pairs.customer_id_r = right_truth.customer_id

),

pair_counts as (

    select
        one_system,
        other_system,
        count(*) as compared_pairs,
        sum(case when decision = 'SAME' then 1 else 0 end) as same_pairs,
        sum(case when decision = 'OPEN' then 1 else 0 end) as open_pairs,
        sum(case when decision = 'SAME' and is_same_party then 1 else 0 end) as right_pairs,
        sum(case when decision <> 'SAME' and is_same_party then 1 else 0 end) as missed_pairs,
        round(avg(case when decision = 'SAME' then match_score end), 4) as average_score_of_same
    from labelled_pairs
    group by one_system, other_system

),

pair_quality as (

    select
        *,
        round(right_pairs / cast(nullif(same_pairs, 0) as double), 4) as precision_of_pairs,
        round(
            right_pairs / cast(nullif(right_pairs + missed_pairs, 0) as double), 4
        ) as recall_of_compared_pairs
    from pair_counts

)

select * from pair_quality
order by compared_pairs desc, one_system asc, other_system asc
