{#
    Generated from contracts/ by `make contracts`; do not edit.

    The names of columns with personal data, as in the contracts and as matching fields, each with
    its category in the tag `personal_data`.

    Example:
        see personal_columns
#}
{% macro personal_column_names() -%}
    {{ return({
        'account_id': 'key',
        'account_number': 'id',
        'address': 'address',
        'agent_id': 'key',
        'attribute_value': 'text',
        'balance': 'key',
        'billing_city': 'address',
        'billing_postal_code': 'address',
        'billing_street': 'address',
        'birth_date': 'birth_date',
        'buyer_email': 'email',
        'buyer_name': 'name',
        'buyer_phone': 'phone',
        'buyer_zip': 'address',
        'city': 'address',
        'contact_email': 'email',
        'contact_id': 'key',
        'contact_phone': 'phone',
        'counter_account_id': 'key',
        'customer_id': 'key',
        'customer_id_l': 'key',
        'customer_id_r': 'key',
        'date_of_birth': 'birth_date',
        'email': 'email',
        'email_sha256': 'key',
        'first_name': 'name',
        'full_name': 'name',
        'id': 'key',
        'kunnr': 'key',
        'last_name': 'name',
        'lead_id': 'key',
        'message': 'text',
        'name': 'name',
        'name1': 'name',
        'name2': 'name',
        'national_id': 'id',
        'ort01': 'address',
        'phone': 'phone',
        'postcode': 'address',
        'pstlz': 'address',
        'reason': 'text',
        'sales_rep_id': 'key',
        'session_id': 'key',
        'smtp_addr': 'email',
        'stceg': 'id',
        'steward': 'key',
        'stras': 'address',
        'telf1': 'phone',
        'ticket_id': 'key',
        'visitor_id': 'key',
        'zip_code': 'address',
    }) }}
{%- endmacro %}
