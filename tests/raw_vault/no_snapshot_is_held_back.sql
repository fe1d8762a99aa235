-- Customers or products that the source deleted stay active while a snapshot is held back; those that
-- a broken extract left out would be deleted if it were not.
{{ config(severity='warn') }}
{%- do warn_of_held_back_snapshots() %}
with

held_back as (

    select * from {{ ref('snapshot_checks') }}
    where is_held_back

)

select * from held_back
