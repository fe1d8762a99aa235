-- Grain: one row per customer record, attribute and load time of a satellite row.
-- The only place that maps the sources' columns to customer attributes.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_hk',
        'refresh_from': {
            'sat_customer__marketing': 'customer_hk',
            'sat_customer__oracle': 'customer_hk',
            'sat_customer__salesforce': 'customer_hk',
            'sat_customer__sap': 'customer_hk',
            'sat_customer_pii__marketing': 'customer_hk',
            'sat_customer_pii__oracle': 'customer_hk',
            'sat_customer_pii__salesforce': 'customer_hk',
            'sat_customer_pii__sap': 'customer_hk',
            'sat_customer_pii__shop': 'customer_hk',
            'sat_customer_pii__support': 'customer_hk',
            'status_sat_customer__sap': 'customer_hk',
        },
    },
) }}
with

-- SAP splits a name after 35 characters; the rest is in the second field.
sap_personal as (

    {{ attribute_values('sat_customer_pii__sap', 'SAP', {
        'full_name': "case when length(name_1) = 35 then name_1 else name_1 || ' ' end
            || coalesce(name_2, '')",
        'email': 'email',
        'phone': 'phone',
        'address': 'street',
        'city': 'city',
        'postcode': 'postcode',
        'country': 'country',
        'national_id': 'vat_id',
    }) }}

),

sap_account as (

    {{ attribute_values('sat_customer__sap', 'SAP', {
        'industry': 'industry',
        'created_date': 'created_date',
        'is_flagged_deleted': 'is_flagged_deleted',
    }) }}

),

-- A snapshot that arrives late leaves rows that repeat the status before them.
sap_presence as (

    select
        customer_hk,
        'SAP' as source_system,
        'is_absent' as attribute,
        case when status = 'DELETED' then 'true' else 'false' end as attribute_value,
        loaded_at as effective_from,
        loaded_at
    from {{ ref('status_sat_customer__sap') }}
    where {{ needs_refresh('customer_hk') }}
    qualify status is distinct from lag(status) over (partition by customer_hk order by loaded_at)

),

salesforce_personal as (

    {{ attribute_values('sat_customer_pii__salesforce', 'Salesforce', {
        'full_name': 'account_name',
        'email': 'email',
        'phone': 'phone',
        'address': 'street',
        'city': 'city',
        'postcode': 'postcode',
        'country': 'country',
    }) }}

),

salesforce_account as (

    {{ attribute_values('sat_customer__salesforce', 'Salesforce', {
        'industry': 'industry',
        'created_date': 'cast(created_at as date)',
        'is_flagged_deleted': 'is_flagged_deleted',
    }) }}

),

oracle_personal as (

    {{ attribute_values('sat_customer_pii__oracle', 'Oracle', {
        'full_name': "coalesce(first_name || ' ', '') || last_name",
        'first_name': 'first_name',
        'last_name': 'case when first_name is not null then last_name end',
        'email': 'email',
        'phone': 'phone',
        'address': 'street',
        'city': 'city',
        'postcode': 'postcode',
        'country': 'country',
        'birth_date': 'birth_date',
        'national_id': 'national_id',
    }) }}

),

oracle_account as (

    {{ attribute_values('sat_customer__oracle', 'Oracle', {
        'segment': 'segment',
        'industry': 'industry',
        'created_date': 'registration_date',
        'is_flagged_deleted': "customer_status = 'CLOSED'",
        'is_inactive': "customer_status in ('INACTIVE', 'CLOSED')",
    }) }}

),

shop_personal as (

    {{ attribute_values('sat_customer_pii__shop', 'E-Commerce', {
        'full_name': 'buyer_name',
        'email': 'buyer_email',
        'phone': 'buyer_phone',
        'postcode': 'buyer_postcode',
    }) }}

),

support_personal as (

    {{ attribute_values('sat_customer_pii__support', 'Support', {
        'email': 'email',
        'phone': 'phone',
    }) }}

),

marketing_personal as (

    {{ attribute_values('sat_customer_pii__marketing', 'Marketing', {
        'full_name': 'full_name',
        'phone': 'phone',
    }) }}

),

marketing_account as (

    {{ attribute_values('sat_customer__marketing', 'Marketing', {
        'created_date': 'cast(created_at as date)',
    }) }}

),

all_attributes as (

    select * from sap_personal
    union all
    select * from sap_account
    union all
    select * from sap_presence
    union all
    select * from salesforce_personal
    union all
    select * from salesforce_account
    union all
    select * from oracle_personal
    union all
    select * from oracle_account
    union all
    select * from shop_personal
    union all
    select * from support_personal
    union all
    select * from marketing_personal
    union all
    select * from marketing_account

),

trimmed_attributes as (

    select
        customer_hk,
        source_system,
        attribute,
        nullif(trim(attribute_value), '') as attribute_value,
        effective_from,
        loaded_at
    from all_attributes

),

country_spellings as (

    select * from {{ ref('country_spellings') }}

),

-- Countries become ISO codes. A spelling that country_spellings does not list stays as it is.
attributes_with_country_codes as (

    select
        trimmed_attributes.customer_hk,
        trimmed_attributes.source_system,
        trimmed_attributes.attribute,
        coalesce(country_spellings.country, trimmed_attributes.attribute_value) as attribute_value,
        trimmed_attributes.effective_from,
        trimmed_attributes.loaded_at
    from trimmed_attributes
    left join country_spellings
        on
            trimmed_attributes.attribute = 'country'
            and upper(trimmed_attributes.attribute_value) = country_spellings.spelling

),

distinct_values as (

    select distinct
        attribute,
        attribute_value,
        case when attribute = 'full_name' then 'name' else attribute end as field
    from attributes_with_country_codes
    where attribute_value is not null

),

value_spellings as (

    select
        *,
        {{ plain_words(fold_text('attribute_value')) }} as spelling
    from distinct_values
    union all
    select
        *,
        {{ replace_pattern('attribute_value', '[^0-9]', '') }} as spelling
    from distinct_values
    union all
    select
        *,
        lower(attribute_value) as spelling
    from distinct_values

),

-- Placeholders are what people type into a mandatory field; they never become golden values.
placeholders as (

    select distinct
        value_spellings.attribute,
        value_spellings.attribute_value
    from value_spellings
    inner join {{ ref('placeholder_values') }} as listed
        on
            value_spellings.spelling = listed.value
            and listed.field in ('any', value_spellings.field)

),

flagged_attributes as (

    select
        attributes_with_country_codes.*,
        placeholders.attribute_value is not null as is_placeholder
    from attributes_with_country_codes
    left join placeholders
        on
            attributes_with_country_codes.attribute = placeholders.attribute
            and attributes_with_country_codes.attribute_value = placeholders.attribute_value

)

select * from flagged_attributes
