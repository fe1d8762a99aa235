-- A customer's tickets are missing from its timeline, or counted twice, if a ticket is lost or repeated.
with

delivered_states as (

    {{ newest_rows('stg_support__tickets', 'ticket_hk') }}

),

delivered as (

    select
        count(*) as ticket_count,
        count(closed_at) as closed_count,
        sum(case when ticket_status = 'CLOSED' then 0 else 1 end) as open_count
    from delivered_states

),

counted as (

    select
        count(*) as ticket_count,
        count(closed_at) as closed_count,
        sum(case when is_open then 1 else 0 end) as open_count
    from {{ ref('fact_tickets') }}

),

compared as (

    select
        delivered.ticket_count as delivered_count,
        counted.ticket_count as counted_count
    from delivered
    cross join counted
    where
        delivered.ticket_count <> counted.ticket_count
        or delivered.closed_count <> counted.closed_count
        or delivered.open_count <> counted.open_count

)

select * from compared
