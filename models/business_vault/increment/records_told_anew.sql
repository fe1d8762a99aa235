-- Grain: one row per customer record of which a pair may read another way than before.
with

learned as (

    select * from {{ ref('records_to_decide') }}

),

moved as (

    select * from {{ ref('moved_records') }}

),

gathered as (

    select record_id from learned
    union
    select record_id from moved

)

select * from gathered
