-- Grain: one row per golden customer and load time at which a golden value changed.
{{ config(meta={
    'refresh_by': 'customer_uid',
    'refresh_from': {
        'golden_values': 'customer_uid',
        'sal_customer': none,
    },
}) }}
with

values_by_load_time as (

    select * from {{ ref('golden_values') }}
    where
        time_axis = 'load_time'
        and {{ needs_refresh('customer_uid') }}

),

changes_by_load_time as (

    {{ golden_value_changes('values_by_load_time') }}

),

master_records as (

    select distinct
        customer_uid,
        master_customer_hk
    from {{ ref('sal_customer') }}

),

golden_records as (

    select
        master_records.master_customer_hk,
        changes_by_load_time.customer_uid,
        changes_by_load_time.golden_hashdiff,
        {%- for attribute in golden_attributes() %}
        changes_by_load_time.{{ attribute }},
        {%- endfor %}
        changes_by_load_time.changed_at as loaded_at,
        'MDM' as record_source
    from changes_by_load_time
    inner join master_records
        on changes_by_load_time.customer_uid = master_records.customer_uid

)

select * from golden_records
