-- Mail is returned, and sales are counted in the wrong city, if city and postcode of a golden
-- customer come from two records although a single record has both.
with

grouped_values as (

    select
        golden_values.*,
        rules.value_group
    from {{ ref('golden_values') }} as golden_values
    inner join {{ ref('survivorship_rules') }} as rules
        on golden_values.attribute = rules.attribute
    where rules.value_group is not null

),

shown_values as (

    select
        time_axis,
        customer_uid,
        changed_at,
        value_group,
        count(distinct winning_customer_hk) as record_count,
        count(*) as value_count
    from grouped_values
    where attribute_value is not null
    group by time_axis, customer_uid, changed_at, value_group
    having max(case when winning_rule = 'steward_override' then 1 else 0 end) = 0

),

most_of_one_record as (

    select
        time_axis,
        customer_uid,
        changed_at,
        value_group,
        -min(group_rank) as value_count
    from {{ ref('golden_candidates') }}
    group by time_axis, customer_uid, changed_at, value_group

),

mixed as (

    select shown_values.*
    from shown_values
    inner join most_of_one_record
        on
            shown_values.time_axis = most_of_one_record.time_axis
            and shown_values.customer_uid = most_of_one_record.customer_uid
            and shown_values.changed_at = most_of_one_record.changed_at
            and shown_values.value_group = most_of_one_record.value_group
    where
        shown_values.record_count > 1
        and most_of_one_record.value_count >= shown_values.value_count

)

select * from mixed
