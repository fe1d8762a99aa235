-- A steward believes that a file was accepted, but its rows were not delivered again, or no gate
-- checked it.
{{ config(severity='warn') }}
{%- set loaded_at -%} left({{ automate_dv.timestamp_text('loaded_at') }}, 19) {%- endset %}
with

acceptances as (

    select
        *,
        {{ accepted_load('landed_file', loaded_at) }} as accepted_load
    from {{ ref('ref_accepted_files') }}

),

landed_files as (

    select distinct
        feed,
        {{ clean_text('landed_in') }} as landed_file
    from {{ ref('stg_landing__deliveries') }}

),

without_effect as (

    select
        acceptances.*,
        case
            when acceptances.feed not in ({{ quoted_list(feeds()) }})
                then 'there is no such feed'
            when files.feed is null
                then 'no such file has arrived'
            else 'the file was loaded at that time or later, or is no longer in the landing'
        end as problem
    from acceptances
    left join landed_files as files
        on
            acceptances.feed = files.feed
            and acceptances.landed_file = files.landed_file
    left join landed_files as accepted
        on
            acceptances.feed = accepted.feed
            and acceptances.accepted_load = accepted.landed_file
    where
        accepted.feed is null
        and not (acceptances.accepts = 'GATE' and files.feed is not null)

)

select * from without_effect
