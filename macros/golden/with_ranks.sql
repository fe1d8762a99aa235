{#
    Values with their ranks by the two survivorship rules of their attribute. The attributes of a
    value group, such as city and postcode, share one rank per record, so that all of them come from
    one record: the one with most of them (group_rank), and among equals the one with the best value
    by the rules. A record is contradicting if one of its values differs from that of the
    first-ranked record, unless a steward set the value.

    Arguments:
        relation  CTE with rows as in golden_candidates, the columns that the rules read,
                  first_rule, second_rule and value_group

    Example:
        ranked_values as ({{ with_ranks('values_with_rules') }})
#}
{% macro with_ranks(relation) -%}
    {%- set keys = ['time_axis', 'customer_uid', 'changed_at', 'value_group', 'customer_hk'] -%}
    with

    own_ranks as (
        select
            *,
            {{ survivorship_rank('first_rule') }} as own_first_rank,
            {{ survivorship_rank('second_rule') }} as own_second_rank
        from {{ relation }}
    ),

    record_ranks as (
        select
            {{ keys | join(', ') }},
            -count(distinct attribute) as group_rank,
            min(own_first_rank) as first_rank,
            min(own_second_rank) as second_rank
        from own_ranks
        where value_group is not null and golden_form is not null
        group by {{ keys | join(', ') }}
    ),

    contradicting_records as (
        {{ contradicting_records('own_ranks', 'record_ranks', keys) }}
    )

    select
        own_ranks.* exclude (own_first_rank, own_second_rank),
        coalesce(record_ranks.group_rank, 0) as group_rank,
        coalesce(record_ranks.first_rank, own_ranks.own_first_rank) as first_rank,
        coalesce(record_ranks.second_rank, own_ranks.own_second_rank) as second_rank,
        own_ranks.override_id is null and contradicting_records.customer_hk is not null
            as is_contradicting
    from own_ranks
    {%- for ranks in ['record_ranks', 'contradicting_records'] %}
    left join {{ ranks }}
        on
            {%- for key in keys %}
            own_ranks.{{ key }} = {{ ranks }}.{{ key }}{{ ' and' if not loop.last }}
            {%- endfor %}
    {%- endfor %}
{%- endmacro %}

{#
    The records with a value that differs from that of the first-ranked record of their value group.
    Records with different attributes, such as a city in one and a postcode in another, do not
    contradict each other.

    Arguments:
        relation      CTE with values
        record_ranks  CTE with the ranks of records
        keys          columns of a record in a value group; the last one is customer_hk

    Example:
        see with_ranks
#}
{% macro contradicting_records(relation, record_ranks, keys) -%}
    {%- set group_keys = keys[:-1] -%}
    with

    first_records as (
        select *
        from {{ record_ranks }}
        qualify row_number() over (
            partition by {{ group_keys | join(', ') }}
            order by group_rank, first_rank, second_rank, customer_hk
        ) = 1
    ),

    first_values as (
        select {{ relation }}.*
        from {{ relation }}
        inner join first_records
            on
                {%- for key in keys %}
                {{ relation }}.{{ key }} = first_records.{{ key }} and
                {%- endfor %}
                {{ relation }}.golden_form is not null
    ),

    contradicting_values as (
        select
            {%- for key in keys %}
            others.{{ key }},
            {%- endfor %}
            others.attribute
        from {{ relation }} as others
        inner join first_values
            on
                {%- for key in group_keys %}
                others.{{ key }} = first_values.{{ key }} and
                {%- endfor %}
                others.attribute = first_values.attribute
                and others.customer_hk <> first_values.customer_hk
        where others.golden_form is not null
        group by
            {%- for key in keys %}
            others.{{ key }},
            {%- endfor %}
            others.attribute
        having max(case when others.golden_form = first_values.golden_form then 1 else 0 end) = 0
    )

    select {{ keys | join(', ') }}
    from contradicting_values
    group by {{ keys | join(', ') }}
{%- endmacro %}
