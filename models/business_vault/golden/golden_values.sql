-- Grain: one row per time axis, golden customer, change point and attribute: the surviving value.
-- Among the values that are understood, a steward override wins, the latest decision first.
-- Otherwise the first rule of survivorship_rules decides, then the second; a tie goes to the record
-- with the smallest key. In a value_group, the record with most values wins before the rules
-- decide. If the only value is not understood, or its record contradicts the winner, only the
-- delivered value is set.
with

candidates as (

    select * from {{ ref('golden_candidates') }}
    where {{ needs_refresh('customer_uid') }}

),

change_points as (

    select * from {{ ref('golden_change_points') }}
    where {{ needs_refresh('customer_uid') }}

),

rules as (

    select * from {{ ref('survivorship_rules') }}

),

-- A rule decides only where records of different rank have different values.
winning_values as (

    select
        time_axis,
        customer_uid,
        changed_at,
        attribute,
        case when not is_contradicting then golden_form end as attribute_value,
        attribute_value as delivered_value,
        customer_hk as winning_customer_hk,
        case
            when golden_form is null then 'not_understood'
            when override_id is not null then 'steward_override'
            when is_contradicting then 'contradicting'
            {%- for rule, ranks in [
                ("'only_value'", ''),
                ("'most_complete'", ', group_rank'),
                ('first_rule', ', group_rank, first_rank'),
            ] %}
            when
                min(golden_form) over (
                    partition by time_axis, customer_uid, changed_at, attribute{{ ranks }}
                ) = max(golden_form) over (
                    partition by time_axis, customer_uid, changed_at, attribute{{ ranks }}
                )
                then {{ rule }}
            {%- endfor %}
            else second_rule
        end as winning_rule
    from candidates
    where first_rule is not null
    qualify row_number() over (
        partition by time_axis, customer_uid, changed_at, attribute
        order by
            case when golden_form is null then 3 when is_contradicting then 2 else 1 end asc,
            case when override_id is not null then 1 else 2 end asc,
            case when override_id is not null then effective_from end desc,
            override_id desc,
            group_rank asc,
            first_rank asc,
            second_rank asc,
            customer_hk asc
    ) = 1

),

-- An override may apply before the source of its record delivered anything.
live_sources as (

    select distinct
        time_axis,
        customer_uid,
        changed_at,
        source_system,
        priority
    from candidates
    where override_id is null

),

source_lists as (

    select
        time_axis,
        customer_uid,
        changed_at,
        'source_systems' as attribute,
        {{ dbt.listagg('source_system', "'+'", 'order by priority') }} as attribute_value,
        cast(null as varchar) as delivered_value,
        cast(null as binary) as winning_customer_hk,
        'all_live' as winning_rule
    from live_sources
    group by time_axis, customer_uid, changed_at

),

surviving_values as (

    select * from winning_values
    union all
    select * from source_lists

),

attributes as (

    select attribute from rules
    union all
    select 'source_systems' as attribute

),

-- A change point without live values is kept: the golden customer is empty from then on.
values_at_all_change_points as (

    select
        change_points.time_axis,
        change_points.customer_uid,
        change_points.changed_at,
        attributes.attribute,
        surviving_values.attribute_value,
        surviving_values.delivered_value,
        surviving_values.winning_customer_hk,
        surviving_values.winning_rule
    from change_points
    cross join attributes
    left join surviving_values
        on
            change_points.time_axis = surviving_values.time_axis
            and change_points.customer_uid = surviving_values.customer_uid
            and change_points.changed_at = surviving_values.changed_at
            and attributes.attribute = surviving_values.attribute

)

select * from values_at_all_change_points
