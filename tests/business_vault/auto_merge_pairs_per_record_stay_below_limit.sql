-- Circuit breaker: a surge of AUTO_MERGE pairs means that a common value counts as evidence.
with

pairs as (

    select count(*) as pair_count
    from {{ ref('scored_pairs') }}
    where
        tier = 'AUTO_MERGE'
        and cast(known_to as date) = {{ open_end('date') }}

),

records as (

    select count(*) as record_count
    from {{ ref('hub_customer') }}

),

too_many as (

    select
        pairs.pair_count,
        records.record_count
    from pairs
    cross join records
    where
        pairs.pair_count > records.record_count * {{ match_limit(
            ref('match_model_parameters'), var('match_model_version'), 'edges_per_record'
        ) }}

)

select * from too_many
