-- Grain: one row per gate: an error-level test, which keeps readers on the last publication.
with

node_runs as (

    select * from {{ operations_table('node_runs') }}
    where
        as_of_date = {{ text_literal(var('as_of_date')) }}
        and resource_type = 'test'
        and severity = 'error'
        and status <> 'skipped'

),

latest_runs as (

    select
        node,
        max(name) as gate,
        max_by(layer, ended_at) as layer,
        max_by(status, ended_at) as status,
        max_by(failures, ended_at) as violations,
        max(ended_at) as checked_at,
        max(case when status in ('fail', 'error') then ended_at end) as last_failed_at
    from node_runs
    group by node

),

gates as (

    select
        gate,
        case layer
            when 'staging' then 'landing to vault'
            when 'raw_vault' then 'vault to identity'
            when 'business_vault' then 'identity to marts'
            else layer
        end as layer,
        status,
        violations,
        checked_at,
        last_failed_at
    from latest_runs

)

select * from gates
