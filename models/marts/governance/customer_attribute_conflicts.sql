-- Grain: one row per golden customer, attribute and value on which its live records disagree.
-- Values are compared in standardised form: two spellings of a phone number are not a conflict.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_uid',
        'refresh_from': {
            'golden_candidates': 'customer_uid',
            'golden_change_points': 'customer_uid',
            'golden_value_lineage': 'customer_uid',
        },
    },
) }}
with

candidates as (

    select * from {{ ref('golden_candidates') }}
    where
        time_axis = 'source_time'
        and attribute in (
            'full_name', 'email', 'phone', 'address', 'postcode', 'city', 'country', 'segment',
            'industry', 'birth_date', 'national_id'
        )
        and {{ needs_refresh('customer_uid') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

latest_change_points as (

    select
        customer_uid,
        max(changed_at) as changed_at
    from {{ ref('golden_change_points') }}
    where
        time_axis = 'source_time'
        and {{ needs_refresh('customer_uid') }}
    group by customer_uid

),

golden_values as (

    select * from {{ ref('golden_value_lineage') }}

),

latest_candidates as (

    select
        candidates.customer_uid,
        candidates.customer_hk,
        candidates.source_system,
        identity.customer_id,
        candidates.attribute,
        coalesce(candidates.golden_form, candidates.attribute_value) as attribute_value,
        candidates.effective_from
    from candidates
    inner join latest_change_points
        on
            candidates.customer_uid = latest_change_points.customer_uid
            and candidates.changed_at = latest_change_points.changed_at
    inner join identity
        on candidates.customer_hk = identity.customer_hk

),

standard_values as (

    {{ standard_attribute_values('latest_candidates') }}

),

values_with_golden as (

    select
        latest_candidates.*,
        standard_values.standard_value as compared_value,
        golden_values.golden_value,
        golden_values.winning_rule,
        coalesce(latest_candidates.attribute_value = golden_values.golden_value, false) as is_golden
    from latest_candidates
    inner join standard_values
        on
            latest_candidates.attribute = standard_values.attribute
            and latest_candidates.attribute_value = standard_values.attribute_value
    left join golden_values
        on
            latest_candidates.customer_uid = golden_values.customer_uid
            and latest_candidates.attribute = golden_values.attribute

),

grouped_values as (

    select
        customer_uid,
        attribute,
        compared_value,
        min(attribute_value) as first_spelling,
        max(case when is_golden then attribute_value end) as golden_spelling,
        count(*) as record_count,
        {{ dbt.listagg(
            "source_system || ' ' || customer_id", "', '", 'order by source_system, customer_id'
        ) }} as records,
        max(effective_from) as last_reported_at,
        max(golden_value) as golden_value,
        max(winning_rule) as winning_rule,
        count(*) over (
            partition by customer_uid, attribute
        ) as value_count
    from values_with_golden
    group by customer_uid, attribute, compared_value

),

conflicts as (

    select
        {{ surrogate_key(['customer_uid', 'attribute', 'compared_value']) }} as conflict_id,
        customer_uid,
        attribute,
        coalesce(golden_spelling, first_spelling) as attribute_value,
        cast(value_count as integer) as value_count,
        cast(record_count as integer) as record_count,
        records,
        last_reported_at,
        golden_spelling is not null as is_golden,
        golden_value,
        winning_rule,
        -- Deprecated name of this column, from before version 0.2.0.
        last_reported_at as told_at
    from grouped_values
    where value_count > 1

)

select * from conflicts
