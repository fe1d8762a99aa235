-- Grain: one row per golden customer and load at which a golden value changed.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_uid',
        'refresh_from': {
            'golden_customer_changes': 'customer_uid',
            'sal_customer': none,
        },
    },
) }}
with

beliefs as (

    select * from {{ ref('golden_customer_changes') }}
    where
        time_axis = 'load_time'
        and {{ needs_refresh('customer_uid') }}

),

memberships as (

    select distinct
        customer_uid,
        master_customer_hk
    from {{ ref('sal_customer') }}

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
