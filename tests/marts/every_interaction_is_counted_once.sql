-- Satisfaction and customer activity are wrong if an interaction is lost or counted twice.
with

delivered_states as (

    {{ newest_rows('stg_crm__interactions', 'interaction_hk') }}

),

delivered as (

    select
        count(*) as interaction_count,
        sum(csat_score) as csat_total,
        sum(resolution_hours) as hours_total
    from delivered_states

),

counted as (

    select
        count(*) as interaction_count,
        sum(csat_score) as csat_total,
        sum(resolution_hours) as hours_total
    from {{ ref('fact_interactions') }}

),

compared as (

    select
        delivered.interaction_count as delivered_count,
        counted.interaction_count as counted_count
    from delivered
    cross join counted
    where
        delivered.interaction_count <> counted.interaction_count
        or delivered.csat_total is distinct from counted.csat_total
        or delivered.hours_total is distinct from counted.hours_total

)

select * from compared
