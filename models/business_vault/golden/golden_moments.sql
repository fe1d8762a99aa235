-- Grain: one row per axis, golden customer and moment at which a value or a member changed.
with

member_values as (

    select * from {{ ref('golden_member_values') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}

),

axes as (

    select distinct axis from member_values

),

-- A customer that is known by its key alone has one moment: that of its first record.
first_sights as (

    select
        axes.axis,
        memberships.customer_uid,
        min(memberships.member_from) as moment
    from memberships
    cross join axes
    group by axes.axis, memberships.customer_uid

),

described as (

    select distinct
        axis,
        customer_uid,
        valid_from as moment
    from member_values

),

known_by_key as (

    select first_sights.*
    from first_sights
    left join described
        on
            first_sights.axis = described.axis
            and first_sights.customer_uid = described.customer_uid
    where described.customer_uid is null

),

gathered as (

    select * from described
    union all
    select * from known_by_key

)

select * from gathered
