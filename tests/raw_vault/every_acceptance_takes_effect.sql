-- A steward believes that a file was accepted, but its rows were not delivered once more.
{{ config(severity='warn') }}
with

acceptances as (

    select * from {{ ref('ref_accepted_files') }}

),

deliveries as (

    select distinct
        feed,
        landed_in,
        {{ clean_text('landed_in') }} as landed_file
    from {{ ref('stg_landing__deliveries') }}

),

without_effect as (

    select
        acceptances.*,
        case
            when acceptances.feed not in ({{ quoted_list(feeds()) }})
                then 'there is no such feed'
            when acceptances.landed_file not in (
                select deliveries.landed_file from deliveries
                where deliveries.feed = acceptances.feed
            )
                then 'no such file has arrived'
            else 'the file was loaded at that time or later, or is no longer in the landing'
        end as problem
    from acceptances
    left join deliveries as accepted
        on
            acceptances.feed = accepted.feed
            and accepted.landed_in = {{ accepted_load(
                'acceptances.landed_file',
                'left(' ~ automate_dv.timestamp_text('acceptances.loaded_at') ~ ', 19)'
            ) }}
    where accepted.feed is null

)

select * from without_effect
