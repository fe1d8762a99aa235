-- A customer's figures are too low if a fact points to the unknown member, or to a version that was
-- not valid at the time of the event.
{%- set facts = {
    'fact_clickstream': 'event_at',
    'fact_fraud_signals': 'detected_at',
    'fact_interactions': 'interacted_at',
    'fact_pipeline': 'created_at',
    'fact_sales': 'ordered_at',
    'fact_shipments': 'ordered_at',
    'fact_tickets': 'opened_at',
    'fact_transactions': 'transacted_at',
} %}
with

facts as (
    {% for fact, happened_at in facts.items() %}
    select
        '{{ fact }}' as fact_name,
        customer_hk,
        customer_uid,
        customer_key,
        {{ happened_at }} as happened_at
    from {{ ref(fact) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

customers as (

    select * from {{ ref('dim_customer') }}

),

misassigned_facts as (

    select
        facts.fact_name,
        facts.customer_uid,
        facts.customer_key,
        facts.happened_at,
        count(*) as fact_count
    from facts
    left join customers
        on
            facts.customer_key = customers.customer_key
            and facts.customer_uid = customers.customer_uid
            and facts.happened_at >= customers.valid_from
            and facts.happened_at < customers.valid_to
    where
        (
            customers.customer_key is null
            -- A shipment may arrive before its order: its customer and order time are unknown until then.
            and (facts.happened_at is not null or facts.customer_key <> {{ unknown_key() }})
        )
        or (facts.customer_hk is not null and facts.customer_key = {{ unknown_key() }})
    group by facts.fact_name, facts.customer_uid, facts.customer_key, facts.happened_at

)

select * from misassigned_facts
