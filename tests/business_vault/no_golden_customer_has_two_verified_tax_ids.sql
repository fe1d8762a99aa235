-- Circuit breaker: two tax ids are two legal entities, and invoices are wrong if they are merged.
-- Up to two letters swapped or changed count as a typo.
with

identity as (

    select * from {{ ref('customer_identity') }}

),

attributes as (

    select * from {{ ref('customer_attributes_by_load_time') }}
    where
        attribute = 'national_id'
        and known_to = {{ open_end('date') }}
        and not is_placeholder

),

generic as (

    select * from {{ ref('generic_values') }}
    where field = 'national_id'

),

standardised as (

    select
        identity.customer_uid,
        {{ standard_identifier('attributes.attribute_value') }} as tax_id
    from attributes
    inner join identity
        on attributes.customer_hk = identity.customer_hk

),

verified as (

    select distinct
        standardised.customer_uid,
        standardised.tax_id
    from standardised
    left join generic
        on standardised.tax_id = generic.value
    where
        generic.value is null
        and left(standardised.tax_id, 2) between 'AA' and 'ZZ'
        and length(standardised.tax_id) between 10 and 14
        and length({{ replace_pattern('standardised.tax_id', '[^0-9]', '') }}) >= 7

),

contradicting as (

    select
        ids.customer_uid,
        ids.tax_id,
        others.tax_id as other_tax_id
    from verified as ids
    inner join verified as others
        on
            ids.customer_uid = others.customer_uid
            and ids.tax_id < others.tax_id
    where {{ edit_distance('ids.tax_id', 'others.tax_id') }} > 4

)

select * from contradicting
