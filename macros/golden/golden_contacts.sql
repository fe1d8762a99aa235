{#
    Rows of `golden_forms` for phone numbers: E.164, without extension. A number without a known
    calling code, or with too few or too many digits for it, has no golden form. The formats
    212-555-0199, (212) 555-0199 and 212.555.0199 are used only in North America, so they need no
    country.

    Arguments:
        strings  CTE golden_strings of golden_forms

    Example:
        see golden_forms
#}
{% macro golden_phones(strings) -%}
    {%- set code = "split_part(standard_phone, ' ', 1)" -%}
    {%- set number = "split_part(split_part(standard_phone, 'x', 1), ' ', 2)" -%}
    {%- set american = '[(]?[2-9][0-9][0-9]([)] |[.-])[2-9][0-9][0-9][.-][0-9]{4}([^0-9].*)?' -%}
    {%- set own_code -%}
        coalesce(
            calling_code,
            case when {{ matches_pattern('attribute_value', american) }} then '1' end
        )
    {%- endset -%}
    select
        attribute, attribute_value, country,
        case
            when standard_phone like '% %' and {{ fits_code(code, number) }}
                and length({{ code }}) + length({{ number }}) between 7 and 15
                then '+' || {{ code }} || {{ number }}
        end as golden_form,
        true as is_clean,
        null as spelling_key
    from (
        {{ add_standard_phone(
            "(select * from " ~ strings ~ " where attribute = 'phone') as strings", 'folded',
            'standard_phone', own_code
        ) }}
    ) as phones
{%- endmacro %}

{#
    Rows of `golden_forms` for e-mail addresses: lower case, without display name. Tags and dots
    stay, because mail is sent to this address. An address without a tag is clean (is_clean).

    Arguments:
        strings  CTE golden_strings of golden_forms

    Example:
        see golden_forms
#}
{% macro golden_emails(strings) -%}
    select
        attribute, attribute_value, country,
        case
            when coalesce(standard_email, '') not like '%_@_%._%' then null
            when standard_email like '%..%' or standard_email like '%@-%' then null
            when {{ is_ascii('attribute_value') }} then trim({{ mailbox_text('folded') }}, '.')
            else lower(trim(attribute_value))
        end as golden_form,
        attribute_value not like '%+%@%' as is_clean,
        standard_email as spelling_key
    from (
        {{ add_standard_email(
            "(select * from " ~ strings ~ " where attribute = 'email') as strings", 'folded',
            'standard_email'
        ) }}
    ) as emails
{%- endmacro %}

{#
    Rows of `golden_forms` for countries: the ISO code of two letters.

    Arguments:
        strings          CTE golden_strings of golden_forms
        country_names  name, country

    Example:
        see golden_forms
#}
{% macro golden_countries(strings, country_names) -%}
    select
        countries.attribute, countries.attribute_value, countries.country,
        names.country as golden_form,
        true as is_clean,
        null as spelling_key
    from {{ strings }} as countries
    left join {{ country_names }} as names on {{ plain_words('countries.folded') }} = names.name
    where countries.attribute = 'country'
{%- endmacro %}

{#
    Rows of `golden_forms` for postcodes: in a format of the country, with leading zeros. Without a
    country, or a format for it, the postcode is only converted to upper case.

    Arguments:
        strings             CTE golden_strings of golden_forms
        postcode_formats  country, format (9 is a digit, A a letter)

    Example:
        see golden_forms
#}
{% macro golden_postcodes(strings, postcode_formats) -%}
    {%- set letters, digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789' -%}
    {%- set padded -%}
        case
            when {{ matches_pattern('postcodes.compact', '[0-9]+') }}
                and (
                    length(formats.shape) - length(postcodes.compact) = 1
                    or length(postcodes.digits) = length(formats.shape)
                    or (postcodes.country = 'US' and length(postcodes.compact) = 3)
                )
                then right('00' || postcodes.compact, cast(length(formats.shape) as integer))
            else postcodes.compact
        end
    {%- endset -%}
    with

    compact_postcodes as (
        select
            *,
            {{ standard_postcode('folded', is_folded=true, country='country') }} as compact,
            {{ replace_pattern('folded', '[^0-9]', '') }} as digits
        from {{ strings }}
        where attribute = 'postcode'
    ),

    formats as (
        select
            country,
            replace(replace(format, ' ', ''), '-', '') as shape,
            greatest(position(' ' in format), position('-' in format)) as gap,
            case when format like '%-%' then '-' else ' ' end as separator
        from {{ postcode_formats }}
    ),

    formatted as (
        select
            postcodes.attribute_value,
            postcodes.country,
            count(*) as format_count,
            min(case
                when translate({{ padded }}, '{{ letters ~ digits }}', '{{ 'A' * 26 ~ '9' * 10 }}')
                    <> formats.shape then null
                when formats.gap = 0 then {{ padded }}
                else left({{ padded }}, formats.gap - 1) || formats.separator
                    || substr({{ padded }}, formats.gap)
            end) as golden_form
        from compact_postcodes as postcodes
        inner join formats on postcodes.country = formats.country
        group by postcodes.attribute_value, postcodes.country
    )

    select
        postcodes.attribute, postcodes.attribute_value, postcodes.country,
        case
            when formatted.format_count is not null then formatted.golden_form
            else upper({{ replace_pattern("trim(postcodes.attribute_value)", " +", " ") }})
        end as golden_form,
        true as is_clean,
        null as spelling_key
    from compact_postcodes as postcodes
    left join formatted
        on
            postcodes.attribute_value = formatted.attribute_value
            and postcodes.country = formatted.country
{%- endmacro %}
