{#
    The record versions in standardised form.

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

clean_fields as (
    {{ clean_record_fields(records) }}
),

without_placeholders as (
    {{ blank_placeholders('clean_fields', placeholder_values) }}
),

name_values as (
    select first_name as value from without_placeholders where first_name is not null
    union
    select last_name as value from without_placeholders where last_name is not null
    union
    select org_name as value from without_placeholders where org_name is not null
    union
    select whole_name as value from without_placeholders where whole_name is not null
    union
    select comma_first_name as value from without_placeholders where comma_first_name is not null
    union
    select comma_last_name as value from without_placeholders where comma_last_name is not null
),

name_words as (
    {{ split_words('name_values', 'value') }}
),

name_forms as (
    {{ name_forms('name_words', legal_suffixes) }}
),

with_party_kind as (
    {{ decide_party_kind('without_placeholders', 'name_forms') }}
),

named_records as (
    {{ add_name_keys('with_party_kind', nicknames) }}
),

address_values as (
    select address as value from without_placeholders where address is not null group by address
),

address_words as (
    {{ split_words('address_values', 'value') }}
),

address_forms as (
    {{ address_forms('address_words', street_abbreviations) }}
),

standardised as (
    select
        named_records.version_id, named_records.record_id, named_records.known_from,
        named_records.known_to, named_records.source, named_records.party_kind,
        named_records.first_name, named_records.first_root, named_records.last_name,
        named_records.generation, named_records.org_name,
        {{ sorted_words('named_records.unsorted_name') }} as full_name,
        named_records.email, named_records.phone,
        address_forms.address, address_forms.street, address_forms.house_number,
        named_records.city, named_records.postcode, named_records.country,
        named_records.birth_date, named_records.national_id,
    from named_records
    left join address_forms on named_records.address = address_forms.value
)

select * from standardised
{%- endmacro %}

{# Each field of a record folded and normalised by itself; 'Last, First' is split. #}
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

{# A name as words, without apostrophes and periods (O'Neil, S.A.); all else separates words. #}
{% macro name_words(column) -%}
    {%- set folded = fold_text("replace(" ~ column ~ ", '&', ' and ')") -%}
    {{ plain_words("translate(" ~ folded ~ ", '''.', '')") }}
{%- endmacro %}

{# The same rows with placeholders set to null. #}
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
