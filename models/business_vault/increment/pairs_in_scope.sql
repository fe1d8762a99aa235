-- Grain: one row per accepted pair of versions of records that are decided anew.
{{ config(materialized='view') }}
with

accepted as (

    select * from {{ ref('accepted_pairs') }}

),

scope as (

    select * from {{ ref('identity_scope') }}

),

chosen as (

    select accepted.*
    from accepted
    inner join scope
        on accepted.record_id_l = scope.record_id

)

select * from chosen
