-- Grain: one row per customer record and day on which its golden customer changed.
{{ config(
    full_refresh=var('rebuild_from_landing', false) | as_bool,
    transient=false,
    meta={'refresh_by': 'record_id', 'loads_listed_by': 'cluster_assignments'},
) }}
with

clustered as (

    select
        cast(record_id as varchar) as record_id,
        cast(master_record_id as varchar) as master_record_id,
        cast(customer_uid as varchar) as customer_uid,
        cast(assigned_from as date) as assigned_from
    from {{ ref('cluster_assignments') }}

),

{% if is_later_load() -%}
stored_assignments as (

    select * from {{ this }}
    where record_id in (select record_id from clustered)

),

added_assignments as (

    select * from clustered
    except
    select * from stored_assignments

),

removed_assignments as (

    select * from stored_assignments
    except
    select * from clustered

),

reassigned_records as (

    select record_id from added_assignments
    union
    select record_id from removed_assignments

),

assignments_to_store as (

    select clustered.*
    from clustered
    inner join reassigned_records
        on clustered.record_id = reassigned_records.record_id

)
{%- else -%}
assignments_to_store as (

    select * from clustered

)
{%- endif %}

select * from assignments_to_store
