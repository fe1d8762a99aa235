-- A steward believes that a file was accepted, but its rows were not delivered again, or no gate
-- checked it; or that it was rejected, but the vault has read it.
{{ config(severity='warn') }}
{%- set loaded_at -%} left({{ automate_dv.timestamp_text('loaded_at') }}, 19) {%- endset %}
with

acceptances as (

    select
        *,
        {{ accepted_load('landed_file', loaded_at) }} as accepted_load,
        row_number() over (
            partition by feed, landed_file, case when accepts = 'CONFLICTS' then 1 else 0 end
            order by loaded_at desc, acceptance_id desc
        ) = 1 as is_latest
    from {{ ref('ref_accepted_files') }}

),

landed_files as (

    select distinct
        feed,
        {{ clean_text('landed_in') }} as landed_file
    from {{ ref('stg_landing__deliveries') }}

),

rejected_loads as (

    select distinct
        feed,
        {{ clean_text('load') }} as landed_file
    from {{ bookkeeping_table('held_loads') }}
    where rule = 'rejected'

),

without_effect as (

    select
        acceptances.*,
        case
            when acceptances.feed not in ({{ quoted_list(feeds()) }})
                then 'there is no such feed'
            when files.feed is null
                then 'no such file has arrived'
            when acceptances.accepts = 'REJECT'
                then 'the vault has read the file, or its feed has no gate'
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
    left join rejected_loads
        on
            acceptances.feed = rejected_loads.feed
            and acceptances.landed_file = rejected_loads.landed_file
    where
        accepted.feed is null
        and not (acceptances.accepts = 'GATE' and files.feed is not null)
        and not (
            acceptances.accepts = 'REJECT'
            and (rejected_loads.feed is not null or not acceptances.is_latest)
        )

)

select * from without_effect
