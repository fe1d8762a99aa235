-- Grain: one row per customer record and day on which its golden customer changed.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='record_id',
    on_schema_change='fail',
) }}
{{- require_selected('records_to_decide') if not is_later_load() }}
with

decided as (

    select * from {{ ref('decided_identities') }}
    where {{ is_in_scope('moved_records', 'record_id') }}

),

typed as (

    select
        cast(record_id as varchar) as record_id,
        cast(master_record_id as varchar) as master_record_id,
        cast(customer_uid as varchar) as customer_uid,
        cast(assigned_from as date) as assigned_from
    from decided

)

select * from typed
