-- Grain: one row per version of a customer record that is decided anew: what identity asks of it.
{{ config(materialized='view') }}
with

records as (

    select * from {{ ref('matchable_records') }}

),

scope as (

    select * from {{ ref('identity_scope') }}

),

chosen as (

    select
        records.record_id,
        records.known_from,
        records.known_to,
        records.nat_id,
        records.dob
    from records
    inner join scope
        on records.record_id = scope.record_id

)

select * from chosen
