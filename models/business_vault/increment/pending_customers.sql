-- Grain: one row per customer record of which something is pending in the vault.
{%- set tables = [
    'hub_customer', 'sat_customer__marketing', 'sat_customer__oracle', 'sat_customer__salesforce',
    'sat_customer__sap', 'sat_customer_pii__marketing', 'sat_customer_pii__oracle',
    'sat_customer_pii__salesforce', 'sat_customer_pii__sap', 'sat_customer_pii__shop',
    'sat_customer_pii__support', 'status_sat_customer__sap',
] %}
with

loads as (

    select * from {{ ref('vault_loads') }}
    where
        vault_table in (
            {%- for table in tables %}
            '{{ table }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )

),

pending as (
    {% for table in tables %}
    {{ keys_loaded('customer_hk', table) }}
    {{ 'union' if not loop.last }}
    {%- endfor %}

),

-- A load of a day that was decided already may take back what followed from it.
days as (

    select
        min(case when is_pending then cast(loaded_at as date) end) as first_pending,
        max(case when not is_pending then cast(loaded_at as date) end) as last_decided
    from loads

),

named as (

    select
        pending.customer_hk,
        {{ hex_text('pending.customer_hk') }} as record_id,
        coalesce(days.first_pending <= days.last_decided, false) as is_restated
    from pending
    cross join days

)

select * from named
