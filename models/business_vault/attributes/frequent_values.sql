-- Grain: one row per e-mail address or phone number, as delivered, that is a placeholder by frequency:
-- records of many names and postcodes have it. `placeholder_from` is the day, by load time, on
-- which there were enough of both. It does not depend on the order of builds.
{{ config(materialized='table') }}
with

attributes as (

    select * from {{ ref('customer_attributes') }}
    where
        attribute in ('email', 'phone', 'full_name', 'postcode')
        and attribute_value is not null

),

limits as (

    select * from {{ ref('placeholder_limits') }}

),

contact_keys as (

    {{ contact_keys('attributes') }}

),

first_uses as (

    select
        contact_keys.attribute,
        contact_keys.contact_key,
        attributes.customer_hk,
        min(attributes.loaded_at) as first_used_at
    from attributes
    inner join contact_keys
        on
            attributes.attribute = contact_keys.attribute
            and attributes.attribute_value = contact_keys.attribute_value
    group by contact_keys.attribute, contact_keys.contact_key, attributes.customer_hk

),

first_traits as (

    select
        customer_hk,
        attribute as trait,
        {{ fold_text('attribute_value') }} as folded,
        loaded_at as known_at
    from attributes
    where
        attribute in ('full_name', 'postcode')
        and customer_hk in (select first_uses.customer_hk from first_uses)
    qualify row_number() over (
        partition by customer_hk, attribute
        order by loaded_at, effective_from, attribute_value
    ) = 1

),

-- The beginning of the sorted words is the same for most spellings of a name.
record_traits as (

    select
        customer_hk,
        trait,
        left({{ sorted_words(name_words('folded', is_folded=true)) }}, 4) as trait_value,
        known_at
    from first_traits

),

trait_days as (

    select
        first_uses.attribute,
        first_uses.contact_key,
        record_traits.trait,
        record_traits.trait_value,
        cast(min(greatest(first_uses.first_used_at, record_traits.known_at)) as date) as first_day
    from first_uses
    inner join record_traits
        on first_uses.customer_hk = record_traits.customer_hk
    group by
        first_uses.attribute, first_uses.contact_key, record_traits.trait,
        record_traits.trait_value

),

days_reached as (

    select
        trait_days.*,
        limits.at_least,
        row_number() over (
            partition by trait_days.attribute, trait_days.contact_key, trait_days.trait
            order by trait_days.first_day, trait_days.trait_value
        ) as found_so_far
    from trait_days
    inner join limits
        on trait_days.trait = limits.attribute

),

frequent_keys as (

    select
        attribute,
        contact_key,
        max(first_day) as placeholder_from
    from days_reached
    where found_so_far = at_least
    group by attribute, contact_key
    having count(*) = (select count(*) from limits)

),

frequent_values as (

    select
        contact_keys.attribute,
        contact_keys.attribute_value,
        cast(frequent_keys.placeholder_from as {{ type_timestamp() }}) as placeholder_from
    from contact_keys
    inner join frequent_keys
        on
            contact_keys.attribute = frequent_keys.attribute
            and contact_keys.contact_key = frequent_keys.contact_key

)

select * from frequent_values
