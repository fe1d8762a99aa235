{#
    Every version of every record in the one form that is compared.

    Arguments:
        records               one row per record version, as customer_record_versions gives them
        nicknames             name, canonical
        legal_suffixes        suffix, kind (legal, indicator, connective, title, particle,
                              generation)
        street_abbreviations  abbreviation, word
        placeholder_values    field (or any), value

    Example:
        {{ standardise_records(
            ref('customer_record_versions'), ref('nicknames'), ref('legal_suffixes'),
            ref('street_abbreviations'), ref('placeholder_values'),
        ) }}
#}
{% macro standardise_records(
    records, nicknames, legal_suffixes, street_abbreviations, placeholder_values
) -%}
with

cleaned as (
    {{ clean_record_fields(records) }}
),

known as (
    {{ blank_placeholders('cleaned', placeholder_values) }}
),

name_values as (
    select first_name as value from known where first_name is not null
    union
    select last_name as value from known where last_name is not null
    union
    select org_name as value from known where org_name is not null
    union
    select whole_name as value from known where whole_name is not null
    union
    select comma_first_name as value from known where comma_first_name is not null
    union
    select comma_last_name as value from known where comma_last_name is not null
),

name_words as (
    {{ split_words('name_values', 'value') }}
),

name_forms as (
    {{ name_forms('name_words', legal_suffixes) }}
),

named as (
    {{ decide_party_kind('known', 'name_forms') }}
),

spoken as (
    {{ add_name_keys('named', nicknames) }}
),

address_values as (
    select address as value from known where address is not null group by address
),

address_words as (
    {{ split_words('address_values', 'value') }}
),

address_forms as (
    {{ address_forms('address_words', street_abbreviations) }}
),

standardised as (
    select
        spoken.version_id, spoken.record_id, spoken.known_from, spoken.known_to, spoken.source,
        spoken.party_kind, spoken.first_name, spoken.first_root, spoken.last_name,
        spoken.generation, spoken.org_name,
        {{ sorted_words('spoken.unsorted_name') }} as full_name,
        spoken.email, spoken.phone,
        address_forms.address, address_forms.street, address_forms.house_number,
        spoken.city, spoken.postcode, spoken.country, spoken.birth_date, spoken.national_id,
    from spoken
    left join address_forms on spoken.address = address_forms.value
)

select * from standardised
{%- endmacro %}

{# Each field of a record folded and normalised on its own; 'Last, First' is taken apart. #}
{% macro clean_record_fields(records) -%}
    select
        version_id,
        record_id,
        known_from,
        known_to,
        source,
        {%- for column in ['first_name', 'last_name', 'org_name'] %}
        {{ name_words(column) }} as {{ column }},
        {%- endfor %}
        {{ name_words('full_name') }} as whole_name,
        {%- for part, name in [(1, 'last_name'), (2, 'first_name')] %}
        case
            when full_name like '_%,_%'
                then {{ name_words("split_part(full_name, ',', " ~ part ~ ")") }}
        end as comma_{{ name }},
        {%- endfor %}
        {{ standard_email('email') }} as email,
        {{ standard_phone('phone', 'phone_digits') }} as phone,
        {{ address_words('address') }} as address,
        {{ plain_words(fold_text('city')) }} as city,
        {{ standard_postcode('postcode') }} as postcode,
        {{ plain_words(fold_text('country')) }} as country,
        {{ standard_birth_date('birth_date') }} as birth_date,
        {{ standard_identifier('national_id') }} as national_id,
    from (select *, {{ phone_digits('phone') }} as phone_digits from {{ records }}) as records
{%- endmacro %}

{# A name as words: apostrophes and points join (O'Neil, S.A.), everything else separates. #}
{% macro name_words(column) -%}
    {%- set folded = fold_text("replace(" ~ column ~ ", '&', ' and ')") -%}
    {{ plain_words("translate(" ~ folded ~ ", '''.', '')") }}
{%- endmacro %}

{# The same rows with values on the placeholder list turned to null. #}
{% macro blank_placeholders(relation, placeholder_values) -%}
    {%- set fields = {
        'first_name': 'name', 'last_name': 'name', 'org_name': 'name', 'whole_name': 'name',
        'comma_last_name': 'name', 'comma_first_name': 'name', 'email': 'email', 'phone': 'phone',
        'address': 'address', 'city': 'city', 'postcode': 'postcode', 'birth_date': 'birth_date',
        'national_id': 'national_id',
    } -%}
    select
        version_id, record_id, known_from, known_to, source, country,
        {%- for column, field in fields.items() %}
        case when {{ column }} is not null and {{ column }} not in (
            select value from {{ placeholder_values }} where field in ('any', '{{ field }}')
        ) then {{ column }} end as {{ column }},
        {%- endfor %}
    from {{ relation }}
{%- endmacro %}
