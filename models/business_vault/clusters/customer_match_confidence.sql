-- Grain: one row per golden customer with more than one record: its weakest accepted pair.
{{ config(materialized='table') }}
with

current_accepted_pairs as (

    select * from {{ ref('scored_pairs') }}
    where
        tier = 'AUTO_MERGE'
        and cast(known_to as date) = cast('9999-12-31' as date)

),

identity as (

    select
        {{ hex_text('customer_hk') }} as record_id,
        customer_uid
    from {{ ref('customer_identity') }}

),

weakest_links as (

    select
        left_records.customer_uid,
        min(current_accepted_pairs.match_score) as match_score
    from current_accepted_pairs
    inner join identity as left_records
        on current_accepted_pairs.record_id_l = left_records.record_id
    inner join identity as right_records
        on
            current_accepted_pairs.record_id_r = right_records.record_id
            and left_records.customer_uid = right_records.customer_uid
    group by left_records.customer_uid

)

select * from weakest_links
