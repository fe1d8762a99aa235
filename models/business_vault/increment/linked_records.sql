-- Grain: one row per two customer records that the match model or a steward ever linked.
with

accepted as (

    select * from {{ ref('accepted_pairs') }}

),

decisions as (

    select * from {{ ref('steward_pair_decisions') }}

),

linked as (

    select
        record_id_l,
        record_id_r
    from accepted
    union
    select
        record_id_l,
        record_id_r
    from decisions
    where decision = 'SAME'

)

select * from linked
