-- Grain: one row per customer record and span of days in which it was deleted in its source.
-- A record may be flagged and missing at the same time, so the two are added up.
with

deletion_attributes as (

    select * from {{ ref('customer_attributes_by_load_time') }}
    where
        attribute in ('is_flagged_deleted', 'is_absent')
        and attribute_value = 'true'

),

steps as (

    select
        customer_hk,
        cast(known_from as {{ type_timestamp() }}) as step_at,
        1 as step
    from deletion_attributes
    union all
    select
        customer_hk,
        cast(known_to as {{ type_timestamp() }}) as step_at,
        -1 as step
    from deletion_attributes
    where cast(known_to as date) < {{ open_end('date') }}

),

net_steps as (

    select
        customer_hk,
        step_at,
        sum(step) as step
    from steps
    group by customer_hk, step_at

),

deletion_states as (

    select
        customer_hk,
        step_at,
        sum(step) over (
            partition by customer_hk
            order by step_at
            rows between unbounded preceding and current row
        ) > 0 as is_deleted
    from net_steps

),

deletion_changes as (

    select * from deletion_states
    qualify is_deleted is distinct from lag(is_deleted) over (
        partition by customer_hk
        order by step_at
    )

),

deletion_spans as (

    select
        customer_hk,
        is_deleted,
        step_at as deleted_from,
        coalesce(
            lead(step_at) over (
                partition by customer_hk
                order by step_at
            ),
            {{ open_end() }}
        ) as deleted_to
    from deletion_changes

),

deleted_spans as (

    select
        customer_hk,
        deleted_from,
        deleted_to
    from deletion_spans
    where is_deleted

)

select * from deleted_spans
