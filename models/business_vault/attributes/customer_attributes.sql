-- Grain: one row per customer record, attribute and delivery that a satellite kept.
-- The one place that maps the sources' columns to the attributes of a customer.
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

-- SAP cuts a name at 35 characters and goes on in the second field.
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

gathered as (

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

tidied as (

    select
        customer_hk,
        source_system,
        attribute,
        nullif(trim(attribute_value), '') as attribute_value,
        effective_from,
        loaded_at
    from gathered

),

country_spellings as (

    select * from {{ ref('country_spellings') }}

),

-- A country is its ISO code, however a source writes it; what no code is known for stays as it is.
coded as (

    select
        tidied.customer_hk,
        tidied.source_system,
        tidied.attribute,
        coalesce(country_spellings.country, tidied.attribute_value) as attribute_value,
        tidied.effective_from,
        tidied.loaded_at
    from tidied
    left join country_spellings
        on
            tidied.attribute = 'country'
            and upper(tidied.attribute_value) = country_spellings.spelling

),

distinct_values as (

    select distinct
        attribute,
        attribute_value,
        case when attribute = 'full_name' then 'name' else attribute end as field
    from coded
    where attribute_value is not null

),

spelled as (

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

-- What people type into a field that they must not leave empty is no golden value.
placeholders as (

    select distinct
        spelled.attribute,
        spelled.attribute_value
    from spelled
    inner join {{ ref('placeholder_values') }} as listed
        on
            spelled.spelling = listed.value
            and listed.field in ('any', spelled.field)

),

judged as (

    select
        coded.*,
        placeholders.attribute_value is not null as is_placeholder
    from coded
    left join placeholders
        on
            coded.attribute = placeholders.attribute
            and coded.attribute_value = placeholders.attribute_value

)

select * from judged
