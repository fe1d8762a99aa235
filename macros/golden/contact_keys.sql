{#
    E-mail addresses and phone numbers as delivered, each with contact_key, which is the same for
    all spellings. The key of a phone is its number without calling code, because the country is not
    known.

    Arguments:
        relation  CTE or relation with the columns attribute and attribute_value

    Example:
        contact_keys as ({{ contact_keys('attributes') }})
#}
{% macro contact_keys(relation) -%}
    with

    contacts as (
        select
            attribute,
            attribute_value,
            {{ fold_text('attribute_value') }} as folded
        from (
            select distinct
                attribute,
                attribute_value
            from {{ relation }}
            where attribute in ('email', 'phone')
        ) as distinct_contacts
    )

    select
        attribute,
        attribute_value,
        standard_email as contact_key
    from (
        {{ add_standard_email(
            "(select * from contacts where attribute = 'email') as contacts", 'folded',
            'standard_email'
        ) }}
    ) as emails
    where standard_email is not null
    union all
    select
        attribute,
        attribute_value,
        {{ national_number('standard_phone') }} as contact_key
    from (
        {{ add_standard_phone(
            "(select * from contacts where attribute = 'phone') as contacts", 'folded',
            'standard_phone'
        ) }}
    ) as phones
    where standard_phone is not null
{%- endmacro %}

{#
    Member values with placeholder_from: the day from which a value counts as a placeholder because
    it is in `frequent_values`, otherwise null. By load time this is the day on which it became
    frequent; by source time, which shows what is known now, it is a placeholder at all times.
    Overrides are not affected.

    Arguments:
        relation  CTE with rows as in golden_member_values

    Example:
        see golden_member_values
#}
{% macro flag_frequent_values(relation) -%}
    {%- set columns -%}
        found.time_axis,
        found.customer_uid,
        found.customer_hk,
        found.source_system,
        found.attribute,
        found.attribute_value
    {%- endset -%}
    with found as (
        select
            all_values.*,
            frequent_values.placeholder_from,
            case
                when frequent_values.placeholder_from is null then all_values.valid_to
                when all_values.time_axis = 'source_time' then all_values.valid_from
                else greatest(
                    all_values.valid_from,
                    least(all_values.valid_to, frequent_values.placeholder_from)
                )
            end as flagged_from
        from {{ relation }} as all_values
        left join {{ ref('frequent_values') }} as frequent_values
            on
                all_values.attribute = frequent_values.attribute
                and all_values.attribute_value = frequent_values.attribute_value
                and all_values.override_id is null
    )

    select
        {{ columns }},
        found.is_placeholder,
        found.override_id,
        found.effective_from,
        found.placeholder_from,
        found.valid_from,
        found.flagged_from as valid_to
    from found
    where found.valid_from < found.flagged_from
    union all
    select
        {{ columns }},
        true as is_placeholder,
        found.override_id,
        found.effective_from,
        found.placeholder_from,
        found.flagged_from as valid_from,
        found.valid_to
    from found
    where found.flagged_from < found.valid_to
{%- endmacro %}

{#
    The golden customers with a stored value that became a placeholder by frequency, or that became
    one on a different day than stored.

    Example:
        'refresh_also': ['uids_with_new_frequent_values']
#}
{% macro default__uids_with_new_frequent_values() -%}
    select stored.customer_uid as refresh_key
    from {{ this }} as stored
    left join {{ node_of('frequent_values').relation_name }} as frequent_values
        on
            stored.attribute = frequent_values.attribute
            and stored.attribute_value = frequent_values.attribute_value
    where
        stored.override_id is null
        and stored.placeholder_from is distinct from frequent_values.placeholder_from
{%- endmacro %}
