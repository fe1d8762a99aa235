-- Golden customers below these targets are not reliable: precision 0.95, recall 0.80, recall among
-- customer master records 0.85.
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

measured as (

    select
        right_pairs.scope,
        right_pairs.pairs / found_pairs.pairs as pairwise_precision,
        right_pairs.pairs / true_pairs.pairs as pairwise_recall
    from right_pairs
    inner join found_pairs
        on right_pairs.scope = found_pairs.scope
    inner join true_pairs
        on right_pairs.scope = true_pairs.scope

),

too_low as (

    select * from measured
    where
        pairwise_precision < 0.95
        or pairwise_recall < case when scope = 'customer master records' then 0.85 else 0.80 end

)

select * from too_low
