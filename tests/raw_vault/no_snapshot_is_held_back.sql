-- While a snapshot is held back, customers or products that the source deleted stay active. If the
-- extract is broken, accepting the snapshot would delete those that it lacks.
{{ config(severity='warn') }}
{%- do warn_of_held_back_snapshots() %}
with

held_back as (

    select * from {{ ref('snapshot_checks') }}
    where is_held_back

)

select * from held_back
