-- A good row in quarantine is lost data; a malformed row outside it makes some figure wrong.
with

rejected as (

    {%- set stages = {
        'sap_kna1': 'sap__kna1',
        'salesforce_accounts': 'salesforce__accounts',
        'salesforce_contacts': 'salesforce__contacts',
        'oracle_customers': 'oracle__customers',
        'products': 'erp__products',
        'orders': 'shop__orders',
        'order_lines': 'shop__order_lines',
        'support_tickets': 'support__tickets',
        'marketing_leads': 'marketing__leads',
        'finance_accounts': 'finance__accounts',
        'finance_transactions': 'finance__transactions',
        'finance_ledger_entries': 'finance__ledger_entries',
        'shipments': 'logistics__shipments',
        'interactions': 'crm__interactions',
        'opportunities': 'salesforce__opportunities',
        'clickstream': 'web__clickstream',
        'fraud_alerts': 'risk__fraud_alerts',
        'platform_metrics': 'platform__metrics',
        'exchange_rates': 'ecb__exchange_rates',
    } %}
    {%- for feed, stage in stages.items() %}
    select distinct
        '{{ feed }}' as feed,
        _batch_id as batch_id,
        _loaded_at as loaded_at,
        quarantine_reason
    from {{ ref('quarantine_' ~ stage) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- Rows that land after the day being built are out of scope.
newest_load as (

    select cast(max(loaded_at) as varchar) as newest_loaded_at
    from {{ ref('snapshot_log__sap_kna1') }}

),

malformed as (

    select distinct
        truth.feed,
        truth.batch_id,
        truth.loaded_at,
        truth.reason || ' in ' || truth.column_name as quarantine_reason
    from {{ ref('truth_malformed_rows') }} as truth
    cross join newest_load
    where left(truth.loaded_at, 10) <= left(newest_load.newest_loaded_at, 10)

),

compared as (

    select
        coalesce(rejected.feed, malformed.feed) as feed,
        coalesce(rejected.loaded_at, malformed.loaded_at) as loaded_at,
        rejected.quarantine_reason as rejected_for,
        malformed.quarantine_reason as malformed_by
    from rejected
    full outer join malformed
        on
            rejected.feed = malformed.feed
            and rejected.batch_id = malformed.batch_id
            and rejected.loaded_at = malformed.loaded_at
            and rejected.quarantine_reason = malformed.quarantine_reason
    where
        rejected.feed is null
        or malformed.feed is null

)

select * from compared
