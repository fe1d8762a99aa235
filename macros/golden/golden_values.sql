{#
    The value of each attribute of each golden customer over time, chosen by the survivorship rules.

    Only live records give values: none that its source deleted. Of the values of one moment the
    rules of `survivorship_rules` choose, the first rule first; what they leave equal goes to the
    record with the smallest key.

    Arguments:
        attribute_values  relation of attribute values with their span (customer_attributes_*)
        span_from         name of its column with the begin of the span
        span_to           name of its column with the end of the span, not included
        members           relation (customer_hk, customer_uid, member_from, member_to)

    Example:
        {{ golden_values(ref('customer_attributes_known'), 'known_from', 'known_to',
            ref('customer_memberships')) }}
#}
{% macro golden_values(attribute_values, span_from, span_to, members) -%}
with

member_values as (

    select
        members.customer_uid,
        said.customer_hk,
        said.source_system,
        said.attribute,
        said.attribute_value,
        said.is_placeholder,
        said.effective_from,
        greatest(cast(said.{{ span_from }} as timestamp), members.member_from) as valid_from,
        least(cast(said.{{ span_to }} as timestamp), members.member_to) as valid_to
    from {{ attribute_values }} as said
    inner join {{ members }} as members
        on
            said.customer_hk = members.customer_hk
            and cast(said.{{ span_from }} as timestamp) < members.member_to
            and cast(said.{{ span_to }} as timestamp) > members.member_from

),

-- A customer that is known by its key alone has one moment: that of its first record.
moments as (

    select distinct
        customer_uid,
        valid_from as moment
    from member_values
    union all
    select
        members.customer_uid,
        min(members.member_from) as moment
    from {{ members }} as members
    left join member_values
        on members.customer_uid = member_values.customer_uid
    where member_values.customer_uid is null
    group by members.customer_uid

),

values_of_the_moment as (

    select
        moments.moment,
        member_values.*
    from moments
    inner join member_values
        on
            moments.customer_uid = member_values.customer_uid
            and moments.moment >= member_values.valid_from
            and moments.moment < member_values.valid_to

),

deleted as (

    select distinct
        customer_uid,
        moment,
        customer_hk
    from values_of_the_moment
    where
        attribute in ('is_flagged_deleted', 'is_absent')
        and attribute_value = 'true'

),

candidates as (

    select
        present.customer_uid,
        present.moment,
        present.customer_hk,
        present.source_system,
        present.attribute,
        present.attribute_value,
        present.effective_from
    from values_of_the_moment as present
    left join deleted
        on
            present.customer_uid = deleted.customer_uid
            and present.moment = deleted.moment
            and present.customer_hk = deleted.customer_hk
    where
        deleted.customer_hk is null
        and not present.is_placeholder
        and present.attribute_value is not null

),

counted as (

    select
        *,
        count(*) over (
            partition by customer_uid, moment, attribute, attribute_value
        ) as record_count
    from candidates

),

ranked as (

    select
        counted.*,
        rules.first_rule,
        rules.second_rule,
        {%- for rule in ['first_rule', 'second_rule'] %}
        case rules.{{ rule }}
            when 'source_priority' then dense_rank() over (
                partition by counted.customer_uid, counted.moment, counted.attribute
                order by priorities.priority
            )
            when 'most_recent' then dense_rank() over (
                partition by counted.customer_uid, counted.moment, counted.attribute
                order by counted.effective_from desc
            )
            when 'most_frequent' then dense_rank() over (
                partition by counted.customer_uid, counted.moment, counted.attribute
                order by counted.record_count desc
            )
            when 'longest' then dense_rank() over (
                partition by counted.customer_uid, counted.moment, counted.attribute
                order by length(counted.attribute_value) desc
            )
        end as {{ rule }}_rank{{ ',' if not loop.last }}
        {%- endfor %}
    from counted
    inner join {{ ref('survivorship_rules') }} as rules
        on counted.attribute = rules.attribute
    inner join {{ ref('source_priorities') }} as priorities
        on counted.source_system = priorities.source_system

),

judged as (

    select
        *,
        count(*) over (
            partition by customer_uid, moment, attribute
        ) as candidate_count,
        count(*) over (
            partition by customer_uid, moment, attribute, first_rule_rank
        ) as equal_by_first_rule
    from ranked

),

chosen as (

    select
        customer_uid,
        moment as valid_from,
        attribute,
        attribute_value,
        customer_hk as winning_customer_hk,
        case
            when candidate_count = 1 then 'only_value'
            when equal_by_first_rule = 1 then first_rule
            else second_rule
        end as winning_rule
    from judged
    qualify row_number() over (
        partition by customer_uid, moment, attribute
        order by first_rule_rank, second_rule_rank, customer_hk
    ) = 1

),

live_sources as (

    select distinct
        candidates.customer_uid,
        candidates.moment,
        candidates.source_system,
        priorities.priority
    from candidates
    inner join {{ ref('source_priorities') }} as priorities
        on candidates.source_system = priorities.source_system

),

named_sources as (

    select
        customer_uid,
        moment as valid_from,
        'source_systems' as attribute,
        {{ dbt.listagg('source_system', "'+'", 'order by priority') }} as attribute_value,
        cast(null as binary) as winning_customer_hk,
        'all_live' as winning_rule
    from live_sources
    group by customer_uid, moment

),

golden as (

    select * from chosen
    union all
    select * from named_sources

),

attributes as (

    select attribute from {{ ref('survivorship_rules') }}
    union all
    select 'source_systems' as attribute

),

-- A moment at which no live record says anything is kept: the golden customer is empty from then on.
completed as (

    select
        moments.customer_uid,
        moments.moment as valid_from,
        attributes.attribute,
        golden.attribute_value,
        golden.winning_customer_hk,
        golden.winning_rule
    from moments
    cross join attributes
    left join golden
        on
            moments.customer_uid = golden.customer_uid
            and moments.moment = golden.valid_from
            and attributes.attribute = golden.attribute

)

select * from completed
{%- endmacro %}
