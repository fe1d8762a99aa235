-- Grain: one row per field and value that too many records share to be evidence.
with

generic_values as (

    select * from {{ ref('generic_values') }}

),

values_by_field as (

    select
        field,
        value as generic_value,
        record_count,
        cast(generic_from as date) as generic_from
    from generic_values

)

select * from values_by_field
