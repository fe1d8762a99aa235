{#
    The golden form of each distinct value of a golden attribute, in which it is shown if it
    survives.

    A phone number is in E.164, an e-mail address in lower case, a country its ISO code, a postcode
    in the format of its country, a city in one spelling. A name that is all upper or lower case is
    put in name case, and 'Last, First' in the usual order. A value that is not understood has no
    golden form.

    Gives one row per attribute, value and country, with golden_form, spelling_key (equal for
    spellings of one name or mailbox) and is_clean (whether a name was written in mixed case, with
    small letters, a mailbox without a tag).

    Arguments:
        relation          CTE or relation: attribute, attribute_value, country (ISO code of the
                          record or null)
        country_names     name, country, calling_code
        city_spellings    spelling, country, city
        postcode_formats  country, format
        name_spellings    word, spelling, used_in
        legal_suffixes    suffix, kind, as_name
        first_names       name

    Example:
        forms as ({{ golden_forms('candidates', ref('country_names'), ref('city_spellings'),
            ref('postcode_formats'), ref('name_spellings'), ref('legal_suffixes'),
            ref('first_names')) }})
#}
{% macro golden_forms(
    relation, country_names, city_spellings, postcode_formats, name_spellings, legal_suffixes,
    first_names
) -%}
    with

    golden_strings as (
        {{ golden_strings(relation, country_names) }}
    ),

    golden_names as (
        {{ golden_names('golden_strings', legal_suffixes, first_names) }}
    ),

    golden_cities as (
        {{ golden_cities('golden_strings', city_spellings) }}
    ),

    golden_postcodes as (
        {{ golden_postcodes('golden_strings', postcode_formats) }}
    ),

    strings_to_case as (
        select text, is_company from golden_names where not is_clean
        union
        select text, false as is_company from golden_cities where not is_clean
    ),

    cased_strings as (
        {{ name_case('strings_to_case', name_spellings, first_names) }}
    ),

    forms as (
        select
            golden_names.attribute, golden_names.attribute_value, golden_names.country,
            coalesce(cased_strings.cased_text, golden_names.text) as golden_form,
            golden_names.is_clean, golden_names.spelling_key
        from golden_names
        left join cased_strings
            on
                golden_names.text = cased_strings.text
                and golden_names.is_company = cased_strings.is_company
                and not golden_names.is_clean
        union all
        select
            golden_cities.attribute, golden_cities.attribute_value, golden_cities.country,
            coalesce(cased_strings.cased_text, golden_cities.text) as golden_form, true, null
        from golden_cities
        left join cased_strings
            on
                golden_cities.text = cased_strings.text
                and not cased_strings.is_company
                and not golden_cities.is_clean
        union all
        {{ golden_phones('golden_strings') }}
        union all
        {{ golden_emails('golden_strings') }}
        union all
        {{ golden_countries('golden_strings', country_names) }}
        union all
        select * from golden_postcodes
    )

    select * from forms
{%- endmacro %}

{# The attributes whose values have a golden form, quoted; other values are shown as delivered. #}
{% macro quoted_golden_fields() -%}
    {{- "'full_name', 'email', 'phone', 'city', 'postcode', 'country'" -}}
{%- endmacro %}

{# The distinct input values of golden_forms, folded, with the calling code of their country. #}
{% macro golden_strings(relation, country_names) -%}
    select
        given.*,
        {{ fold_text('given.attribute_value') }} as folded,
        upper(given.attribute_value) = lower(given.attribute_value)
        or given.attribute_value not in (upper(given.attribute_value), lower(given.attribute_value))
            as is_clean,
        own_country.calling_code
    from (
        select distinct
            attribute,
            attribute_value,
            case when attribute in ('phone', 'postcode', 'city') then country end as country
        from {{ relation }}
        where attribute in ({{ quoted_golden_fields() }})
    ) as given
    left join {{ country_names }} as own_country on given.country = own_country.name
{%- endmacro %}
