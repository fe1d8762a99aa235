-- Circuit breaker: a surge of AUTO_MERGE pairs means that a common value counts as evidence.
{{ config(fail_calc="count(case when outcome = 'failed' then 1 end)") }}
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

limits as (

    select
        {{ match_limit(
            ref('match_model_parameters'), var('match_model_version'), 'edges_per_record'
        ) }} as allowed

),

measured as (

    select
        'pairs per record' as column_name,
        pairs.pair_count,
        records.record_count,
        {{ divide('pairs.pair_count', 'records.record_count', 6) }} as measured,
        limits.allowed,
        case
            when pairs.pair_count > records.record_count * limits.allowed then 'failed'
            else 'passed'
        end as outcome
    from pairs
    cross join records
    cross join limits

)

select * from measured
