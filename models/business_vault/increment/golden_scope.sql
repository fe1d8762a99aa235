-- Grain: one row per golden customer that is described anew, or that no record belongs to any more.
{%- set described = [
    stored('golden_customer_versions'),
    stored('bsat_golden_customer'),
] | select | list %}
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

pending as (

    select * from {{ ref('pending_customers') }}

),

decided as (

    select * from {{ ref('identity_scope') }}

),

-- What a steward set begins and ends by the clock, without a delivery.
overrides as (

    select * from {{ ref('steward_attribute_overrides') }}

),

chosen as (

    select memberships.customer_uid
    from memberships
    inner join pending
        on memberships.customer_hk = pending.customer_hk
    union
    select memberships.customer_uid
    from memberships
    inner join decided
        on {{ hex_text('memberships.customer_hk') }} = decided.record_id
    union
    select memberships.customer_uid
    from memberships
    inner join overrides
        on memberships.customer_hk = overrides.customer_hk
    {%- for relation in described %}
    union
    select described.customer_uid
    from {{ relation }} as described
    left join memberships
        on described.customer_uid = memberships.customer_uid
    where memberships.customer_uid is null
    {%- endfor %}

)

select * from chosen
