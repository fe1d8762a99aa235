{#
    Candidates with shown_value, their golden form or else the value itself, and compared_value,
    which is the same for two spellings of one value.

    Arguments:
        relation  CTE with rows of golden_candidates

    Example:
        comparable_values as ({{ comparable_values('candidates') }})
#}
{% macro comparable_values(relation) -%}
    with

    contact_keys as (
        {{ contact_keys(relation) }}
    ),

    folded_values as (
        select
            *,
            case
                when attribute = 'birth_date' then {{ fold_text('attribute_value') }}
            end as folded_birth_date,
            coalesce(golden_form, attribute_value) as shown_value
        from {{ relation }}
    ),

    standard_values as (
        {{ add_standard_birth_date('folded_values', 'folded_birth_date', 'standard_birth_date') }}
    )

    select
        standard_values.customer_uid,
        standard_values.moment,
        standard_values.customer_hk,
        standard_values.source_system,
        standard_values.attribute,
        standard_values.shown_value,
        standard_values.effective_from,
        coalesce(
            contact_keys.contact_key,
            case standard_values.attribute
                when 'full_name' then {{ name_words('standard_values.shown_value') }}
                when 'address' then {{ address_words('standard_values.attribute_value') }}
                when 'birth_date' then standard_values.standard_birth_date
                when 'national_id' then {{ standard_identifier('standard_values.attribute_value') }}
                else {{ plain_words(fold_text('standard_values.shown_value')) }}
            end,
            upper(standard_values.attribute_value)
        ) as compared_value
    from standard_values
    left join contact_keys
        on
            standard_values.attribute = contact_keys.attribute
            and standard_values.attribute_value = contact_keys.attribute_value
{%- endmacro %}
