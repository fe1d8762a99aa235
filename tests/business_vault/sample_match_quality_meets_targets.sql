-- Golden customers below these targets are not reliable: precision 0.95, recall 0.80, recall among
-- customer master records 0.85.
{{ config(fail_calc="count(case when outcome = 'failed' then 1 end)") }}
with

truth as (

    select * from {{ ref('truth_customer_records') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

records as (

    select
        identity.customer_uid,
        truth.party_id,
        identity.source_system in ({{ quoted_list(master_systems()) }}) as is_master
    from identity
    inner join truth
        on
            identity.source_system = truth.source_system
            and identity.customer_id = truth.customer_id

),

scoped as (

    select
        'all records' as scope,
        customer_uid,
        party_id
    from records
    union all
    select
        'customer master records' as scope,
        customer_uid,
        party_id
    from records
    where is_master

),

both_sizes as (

    select
        scope,
        customer_uid,
        party_id,
        count(*) as size
    from scoped
    group by scope, customer_uid, party_id

),

right_pairs as (

    select
        scope,
        sum(size * (size - 1) / 2.0) as pairs
    from both_sizes
    group by scope

),

found_sizes as (

    select
        scope,
        sum(size) as size
    from both_sizes
    group by scope, customer_uid

),

found_pairs as (

    select
        scope,
        sum(size * (size - 1) / 2.0) as pairs
    from found_sizes
    group by scope

),

true_sizes as (

    select
        scope,
        sum(size) as size
    from both_sizes
    group by scope, party_id

),

true_pairs as (

    select
        scope,
        sum(size * (size - 1) / 2.0) as pairs
    from true_sizes
    group by scope

),

shares as (

    select
        right_pairs.scope,
        right_pairs.pairs / found_pairs.pairs as pairwise_precision,
        right_pairs.pairs / true_pairs.pairs as pairwise_recall,
        case when right_pairs.scope = 'customer master records' then 0.85 else 0.80 end
            as lowest_recall
    from right_pairs
    inner join found_pairs
        on right_pairs.scope = found_pairs.scope
    inner join true_pairs
        on right_pairs.scope = true_pairs.scope

),

measured as (

    select
        'precision, ' || scope as column_name,
        pairwise_precision as measured,
        0.95 as allowed,
        case when pairwise_precision < 0.95 then 'failed' else 'passed' end as outcome
    from shares
    union all
    select
        'recall, ' || scope as column_name,
        pairwise_recall as measured,
        lowest_recall as allowed,
        case when pairwise_recall < lowest_recall then 'failed' else 'passed' end as outcome
    from shares

)

select * from measured
