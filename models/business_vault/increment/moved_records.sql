-- Grain: one row per customer record whose golden customers are others than the last build left
-- them, and golden customer that it ever belonged to, by then or since.
-- A row is pending from the build that moved the record until what follows has been built.
{%- set assigned_before = stored('customer_identity_assignments') %}
{%- set moved_before = stored('moved_records') %}
with

decided as (

    select
        cast(record_id as varchar) as record_id,
        cast(master_record_id as varchar) as master_record_id,
        cast(customer_uid as varchar) as customer_uid,
        cast(assigned_from as date) as assigned_from
    from {{ ref('decided_identities') }}

),

{% if assigned_before -%}
assigned as (

    select
        record_id,
        master_record_id,
        customer_uid,
        assigned_from
    from {{ assigned_before }}
    where record_id in (select record_id from decided)

),

begun as (

    select * from decided
    except
    select * from assigned

),

taken_back as (

    select * from assigned
    except
    select * from decided

),

moved as (

    select record_id from begun
    union
    select record_id from taken_back

),
{%- endif %}

gathered as (

    select
        record_id,
        customer_uid
    from decided
    {%- if assigned_before %}
    where record_id in (select record_id from moved)
    union
    select
        record_id,
        customer_uid
    from assigned
    where record_id in (select record_id from moved)
    {%- else %}
    group by record_id, customer_uid
    {%- endif %}
    {%- if moved_before %}
    union
    select
        record_id,
        customer_uid
    from {{ moved_before }}
    where is_pending
    {%- endif %}

),

marked as (

    select
        *,
        true as is_pending
    from gathered

)

select * from marked
