-- Grain: one row per customer record and span of days in which its source had deleted it.
-- A record may be flagged and missing at once, so the two are counted and not taken one by one.
with

told as (

    select * from {{ ref('customer_attributes_by_load_time') }}
    where
        attribute in ('is_flagged_deleted', 'is_absent')
        and attribute_value = 'true'

),

steps as (

    select
        customer_hk,
        cast(known_from as timestamp) as step_at,
        1 as step
    from told
    union all
    select
        customer_hk,
        cast(known_to as timestamp) as step_at,
        -1 as step
    from told
    where cast(known_to as date) < cast('9999-12-31' as date)

),

summed as (

    select
        customer_hk,
        step_at,
        sum(step) as step
    from steps
    group by customer_hk, step_at

),

counted as (

    select
        customer_hk,
        step_at,
        sum(step) over (
            partition by customer_hk
            order by step_at
            rows between unbounded preceding and current row
        ) > 0 as is_deleted
    from summed

),

changed as (

    select * from counted
    qualify is_deleted is distinct from lag(is_deleted) over (
        partition by customer_hk
        order by step_at
    )

),

spanned as (

    select
        customer_hk,
        is_deleted,
        step_at as deleted_from,
        coalesce(
            lead(step_at) over (
                partition by customer_hk
                order by step_at
            ),
            cast('9999-12-31' as timestamp)
        ) as deleted_to
    from changed

),

deleted as (

    select
        customer_hk,
        deleted_from,
        deleted_to
    from spanned
    where is_deleted

)

select * from deleted
