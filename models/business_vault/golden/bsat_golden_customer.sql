-- Grain: one row per golden customer and load at which a golden value changed.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget('golden_scope', 'customer_uid') }}",
    on_schema_change='fail',
) }}
with

beliefs as (

    select * from {{ ref('golden_customer_changes') }}
    where
        axis = 'known'
        and {{ is_in_scope('golden_scope', 'customer_uid') }}

),

memberships as (

    select distinct
        customer_uid,
        master_customer_hk
    from {{ ref('customer_memberships') }}

),

keyed as (

    select
        memberships.master_customer_hk,
        beliefs.customer_uid,
        beliefs.golden_hashdiff,
        {%- for attribute in golden_attributes() %}
        beliefs.{{ attribute }},
        {%- endfor %}
        beliefs.moment as loaded_at,
        'MDM' as record_source
    from beliefs
    inner join memberships
        on beliefs.customer_uid = memberships.customer_uid

)

select * from keyed
