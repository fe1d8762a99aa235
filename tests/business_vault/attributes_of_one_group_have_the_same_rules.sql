-- City and postcode of a golden customer may come from two records if survivorship ranks records by
-- different rules for each.
with

rules as (

    select * from {{ ref('survivorship_rules') }}

),

groups_with_several_rules as (

    select value_group
    from rules
    where value_group is not null
    group by value_group
    having
        count(distinct first_rule) > 1
        or count(distinct second_rule) > 1

)

select * from groups_with_several_rules
