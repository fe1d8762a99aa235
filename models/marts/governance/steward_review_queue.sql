-- Grain: one row per pair of customer records that needs a steward's decision.
{%- set shown_attributes = [
    'full_name', 'email', 'phone', 'address', 'postcode', 'city', 'country',
] %}
with

open_pairs as (

    select * from {{ ref('steward_open_pairs') }}

),

attributes as (

    select * from {{ ref('customer_attributes_by_load_time') }}
    where
        known_to = {{ open_end('date') }}
        and attribute in ({{ quoted_list(shown_attributes) }})

),

thresholds as (

    {{ thresholds(['large_customer_above_records']) }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

records as (

    select
        {{ hex_text('hub.customer_hk') }} as record_id,
        hub.source_system,
        hub.customer_id,
        {{ values_as_columns('attributes', shown_attributes) }}
    from hub
    left join attributes
        on hub.customer_hk = attributes.customer_hk
    group by hub.customer_hk, hub.source_system, hub.customer_id

),

merge_sizes as (

    select
        *,
        case when surviving_uid = customer_uid_l then customer_uid_r else customer_uid_l end
            as merged_uid,
        case
            when surviving_uid = customer_uid_l then record_count_r
            else record_count_l
        end as moved_records,
        case
            when surviving_uid = customer_uid_l then event_count_r
            else event_count_l
        end as moved_events,
        case
            when surviving_uid = customer_uid_l then revenue_eur_r
            else revenue_eur_l
        end as moved_revenue_eur
    from open_pairs

),

effects as (

    select
        *,
        cast(record_count_l + record_count_r as integer) as combined_record_count,
        case
            when tier = 'AUTO_MERGE' then 'HELD_APART'
            when guard_code is not null then 'GUARDED'
            else 'REVIEW'
        end as open_reason,
        case
            when overrides_same
                then 'SAME does not join them: their VAT numbers, or ids and birth dates, differ'
            when is_held_apart
                then
                    'SAME rebuilds ' || surviving_uid || ' and ' || merged_uid
                    || ' from their records: other records of theirs stay apart'
            else
                'SAME merges ' || merged_uid || ' (records: ' || cast(moved_records as varchar)
                || ') into ' || surviving_uid || ' (records: '
                || cast(record_count_l + record_count_r - moved_records as varchar) || ')'
        end as effect_of_same
    from merge_sizes

),

review_queue as (

    select
        cast(effects.queue_position as integer) as queue_position,
        effects.record_id_l,
        effects.record_id_r,
        left_records.source_system as source_system_l,
        left_records.customer_id as customer_id_l,
        right_records.source_system as source_system_r,
        right_records.customer_id as customer_id_r,
        {%- for attribute in shown_attributes %}
        left_records.{{ attribute }} as {{ attribute }}_l,
        right_records.{{ attribute }} as {{ attribute }}_r,
        {%- endfor %}
        effects.match_score,
        effects.tier,
        effects.guard_code,
        effects.reasons,
        effects.open_reason,
        effects.customer_uid_l,
        effects.customer_uid_r,
        effects.surviving_uid,
        effects.merged_uid,
        effects.effect_of_same,
        effects.combined_record_count,
        cast(effects.moved_records as integer) as moved_records,
        cast(effects.moved_events as integer) as moved_events,
        cast(effects.moved_revenue_eur as decimal(38, 2)) as moved_revenue_eur,
        cast(effects.impact as integer) as impact,
        effects.expected_impact,
        cast(effects.pairs_between as integer) as pairs_between,
        effects.is_settled_by_another,
        effects.is_held_apart,
        effects.combined_record_count > thresholds.large_customer_above_records as is_large,
        effects.override_count > 0 as has_active_override,
        cast(greatest(effects.known_from, effects.member_from_l, effects.member_from_r) as date)
            as open_since_date,
        effects.last_decision,
        effects.last_decided_at,
        effects.last_reason,
        -- Deprecated names of these columns, from before version 0.2.0.
        effects.open_reason as open_because,
        effects.combined_record_count as joined_records,
        cast(effects.impact as integer) as change,
        effects.expected_impact as expected_change
    from effects
    inner join records as left_records
        on effects.record_id_l = left_records.record_id
    inner join records as right_records
        on effects.record_id_r = right_records.record_id
    cross join thresholds

)

select * from review_queue
