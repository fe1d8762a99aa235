-- Grain: one row per two customer records that wait for a steward's answer, the next one first.
with

open_pairs as (

    select * from {{ ref('steward_open_pairs') }}

),

attributes as (

    select * from {{ ref('customer_attributes_by_load_time') }}
    where
        known_to = cast('9999-12-31' as date)
        and attribute in ('full_name', 'email', 'phone', 'address', 'postcode', 'city', 'country')

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
        {{ values_as_columns('attributes', [
            'full_name', 'email', 'phone', 'address', 'postcode', 'city', 'country',
        ]) }}
    from hub
    left join attributes
        on hub.customer_hk = attributes.customer_hk
    group by hub.customer_hk, hub.source_system, hub.customer_id

),

told as (

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

in_words as (

    select
        *,
        'SAME divides the records of ' || surviving_uid || ' and ' || merged_uid
        || ' anew: a contradiction keeps the two customers apart' as effect_if_apart,
        'SAME merges ' || merged_uid || ' (records: ' || cast(moved_records as varchar)
        || ') into ' || surviving_uid || ' (records: '
        || cast(record_count_l + record_count_r - moved_records as varchar) || ')'
            as effect_if_joined
    from told

),

side_by_side as (

    select
        cast(in_words.queue_position as integer) as queue_position,
        in_words.record_id_l,
        in_words.record_id_r,
        left_records.source_system as source_system_l,
        left_records.customer_id as customer_id_l,
        right_records.source_system as source_system_r,
        right_records.customer_id as customer_id_r,
        left_records.full_name as full_name_l,
        right_records.full_name as full_name_r,
        left_records.email as email_l,
        right_records.email as email_r,
        left_records.phone as phone_l,
        right_records.phone as phone_r,
        left_records.address as address_l,
        right_records.address as address_r,
        left_records.postcode as postcode_l,
        right_records.postcode as postcode_r,
        left_records.city as city_l,
        right_records.city as city_r,
        left_records.country as country_l,
        right_records.country as country_r,
        in_words.match_score,
        in_words.tier,
        in_words.guard_code,
        in_words.reasons,
        case
            when in_words.tier = 'AUTO_MERGE' then 'HELD_APART'
            when in_words.guard_code is not null then 'GUARDED'
            else 'REVIEW'
        end as open_because,
        in_words.customer_uid_l,
        in_words.customer_uid_r,
        in_words.surviving_uid,
        in_words.merged_uid,
        case
            when in_words.guard_code = 'CONFLICT'
                then 'SAME changes nothing: the verified identities of the two records differ'
            when in_words.is_held_apart then in_words.effect_if_apart
            else in_words.effect_if_joined
        end as effect_of_same,
        cast(in_words.record_count_l + in_words.record_count_r as integer) as joined_records,
        cast(in_words.moved_records as integer) as moved_records,
        cast(in_words.moved_events as integer) as moved_events,
        cast(in_words.moved_revenue_eur as decimal(18, 2)) as moved_revenue_eur,
        cast(in_words.change as integer) as change,
        in_words.expected_change,
        cast(in_words.pairs_between as integer) as pairs_between,
        in_words.is_settled_by_another,
        in_words.is_held_apart,
        in_words.record_count_l + in_words.record_count_r
        > thresholds.large_customer_above_records as is_large,
        in_words.override_count > 0 as has_active_override,
        cast(
            greatest(in_words.known_from, in_words.member_from_l, in_words.member_from_r) as date
        ) as open_since_date,
        in_words.last_decision,
        in_words.last_decided_at,
        in_words.last_reason
    from in_words
    inner join records as left_records
        on in_words.record_id_l = left_records.record_id
    inner join records as right_records
        on in_words.record_id_r = right_records.record_id
    cross join thresholds

)

select * from side_by_side
