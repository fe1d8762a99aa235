-- Grain: one row per golden customer of several records: its weakest accepted link.
with

accepted as (

    select * from {{ ref('accepted_pairs') }}
    where cast(known_to as date) = cast('9999-12-31' as date)

),

identity as (

    select
        {{ hex_text('customer_hk') }} as record_id,
        customer_uid
    from {{ ref('customer_identity') }}

),

weakest as (

    select
        left_records.customer_uid,
        min(accepted.match_score) as match_score
    from accepted
    inner join identity as left_records
        on accepted.record_id_l = left_records.record_id
    inner join identity as right_records
        on
            accepted.record_id_r = right_records.record_id
            and left_records.customer_uid = right_records.customer_uid
    group by left_records.customer_uid

)

select * from weakest
