{#
    The distinct attribute values of customers with their standardised form: attribute,
    attribute_value and standard_value. A value that is empty after standardisation stays as it is,
    in upper case.

    Arguments:
        values  relation with attribute and attribute_value

    Example:
        {{ standard_attribute_values('candidates') }}
#}
{% macro standard_attribute_values(values) -%}
    with

    distinct_values as (
        select attribute, attribute_value from {{ values }} group by attribute, attribute_value
    ),

    folded_values as (
        select *, {{ fold_text('attribute_value') }} as folded_value from distinct_values
    ),

    by_attribute as (
        select
            *,
            {%- for attribute in ['email', 'phone', 'birth_date'] %}
            case when attribute = '{{ attribute }}' then folded_value end
                as folded_{{ attribute }},
            {%- endfor %}
        from folded_values
    ),

    with_emails as (
        {{ add_standard_email('by_attribute', 'folded_email', 'standard_email') }}
    ),

    with_phones as (
        {{ add_standard_phone('with_emails', 'folded_phone', 'standard_phone') }}
    ),

    with_dates as (
        {{ add_standard_birth_date('with_phones', 'folded_birth_date', 'standard_birth_date') }}
    )

    select
        attribute,
        attribute_value,
        coalesce(
            case attribute
                when 'full_name' then {{ name_words('folded_value', is_folded=true) }}
                when 'email' then standard_email
                when 'phone' then {{ national_number('standard_phone') }}
                when 'address' then {{ address_words('folded_value', is_folded=true) }}
                when 'postcode' then {{ standard_postcode('folded_value', is_folded=true) }}
                when 'birth_date' then standard_birth_date
                when 'national_id' then {{ standard_identifier('folded_value', is_folded=true) }}
                else {{ plain_words('folded_value') }}
            end,
            upper(attribute_value)
        ) as standard_value
    from with_dates
{%- endmacro %}
