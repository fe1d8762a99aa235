-- Grain: one row per customer record, attribute, load time and source time of a satellite row.
-- Source columns are mapped to customer attributes only here and in the meta key
-- `customer_attributes` of satellites.
{{ config(meta={
    'refresh_by': 'customer_hk',
    'reads_meta': 'customer_attributes',
    'refresh_from': dict.fromkeys(customer_satellites(), 'customer_hk'),
}) }}
with

-- SAP splits a name after 35 characters; the rest is in the second field.
satellite_values as (

    {{ attribute_values('sat_customer_pii__sap', 'SAP', {
        'full_name': "case when length(name_1) = 35 then name_1 else coalesce(name_1 || ' ', '') end
            || coalesce(name_2, '')",
        'email': 'email',
        'phone': 'phone',
        'address': 'street',
        'city': 'city',
        'postcode': 'postcode',
        'country': 'country',
        'national_id': 'vat_id',
    }) }}
    union all
    {{ attribute_values('sat_customer__sap', 'SAP', {
        'industry': 'industry',
        'created_date': date_text('created_date'),
        'is_flagged_deleted': 'is_flagged_deleted',
    }) }}
    union all
    {{ attribute_values('sat_customer_pii__salesforce', 'Salesforce', {
        'full_name': 'account_name',
        'email': 'email',
        'phone': 'phone',
        'address': 'street',
        'city': 'city',
        'postcode': 'postcode',
        'country': 'country',
    }) }}
    union all
    {{ attribute_values('sat_customer__salesforce', 'Salesforce', {
        'industry': 'industry',
        'created_date': date_text('cast(created_at as date)'),
        'is_flagged_deleted': 'is_flagged_deleted',
    }) }}
    union all
    {{ attribute_values('sat_customer_pii__oracle', 'Oracle', {
        'full_name': "coalesce(first_name || ' ' || last_name, first_name, last_name)",
        'first_name': 'case when last_name is not null then first_name end',
        'last_name': 'case when first_name is not null then last_name end',
        'email': 'email',
        'phone': 'phone',
        'address': 'street',
        'city': 'city',
        'postcode': 'postcode',
        'country': 'country',
        'birth_date': date_text('birth_date'),
        'national_id': 'national_id',
    }) }}
    union all
    {{ attribute_values('sat_customer__oracle', 'Oracle', {
        'segment': 'segment',
        'industry': 'industry',
        'created_date': date_text('registration_date'),
        'is_flagged_deleted': "customer_status = 'CLOSED'",
        'is_inactive': "customer_status in ('INACTIVE', 'CLOSED')",
    }) }}
    union all
    {{ attribute_values('sat_customer_pii__shop', 'E-Commerce', {
        'full_name': 'buyer_name',
        'email': 'buyer_email',
        'phone': 'buyer_phone',
        'postcode': 'buyer_postcode',
    }) }}
    union all
    {{ attribute_values('sat_customer_pii__support', 'Support', {
        'email': 'email',
        'phone': 'phone',
    }) }}
    union all
    {{ attribute_values('sat_customer_pii__marketing', 'Marketing', {
        'full_name': 'full_name',
        'phone': 'phone',
    }) }}
    union all
    {{ attribute_values('sat_customer__marketing', 'Marketing', {
        'created_date': date_text('cast(created_at as date)'),
    }) }}

),

sap_presence as (

    {{ absence_values(
        ref('status_sat_customer__sap'), 'SAP', needs_refresh('customer_hk')
    ) }}

),

all_values as (

    select * from satellite_values
    union all
    select * from sap_presence
    {{ declared_attribute_values() }}

)

select * from all_values
