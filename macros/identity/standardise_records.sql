{#
    The record versions in standardised form.

    Arguments:
        records               one row per record version, columns as in customer_record_versions
        nicknames             name, canonical
        legal_suffixes        suffix, kind (legal, indicator, connective, title, degree, particle,
                              generation), as_name
        street_abbreviations  abbreviation, word
        placeholder_values    field (or any), value, as_name
        first_names           name
        country_names         name, country, calling_code
        detects_dates         whether birth dates show if the day or the month comes first
        day_order             D or M if it is known that the day or the month comes first

    Example:
        {{ standardise_records(
            ref('customer_record_versions'), ref('nicknames'), ref('legal_suffixes'),
            ref('street_abbreviations'), ref('placeholder_values'), ref('first_names'),
            ref('country_names'),
        ) }}
#}
{% macro standardise_records(
    records, nicknames, legal_suffixes, street_abbreviations, placeholder_values, first_names,
    country_names, detects_dates=false, day_order=none
) -%}
with

clean_fields as (
    {{ clean_record_fields(records, country_names, detects_dates, day_order) }}
),

without_placeholders as (
    {{ blank_placeholders('clean_fields', placeholder_values) }}
),

name_values as (
    {%- for column, role in [
        ('first_name', 'first'), ('last_name', 'last'), ('org_name', 'org'),
        ('whole_name', 'whole'), ('comma_first_name', 'first'), ('comma_last_name', 'last'),
    ] %}
    select {{ column }} as value, '{{ role }}' as role from without_placeholders
    where {{ column }} is not null
    {%- if not loop.last %}
    union
    {%- endif %}
    {%- endfor %}
),

distinct_names as (
    select value from name_values group by value
),

name_words as (
    {{ split_words('distinct_names', 'value') }}
),

name_forms as (
    {{ name_forms('name_values', 'name_words', legal_suffixes, first_names) }}
),

with_party_kind as (
    {{ decide_party_kind('without_placeholders', 'name_forms', first_names) }}
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
        named_records.last_root, named_records.generation, named_records.salutation,
        named_records.org_name, named_records.legal_form,
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

{# Records with each field folded and standardised separately; 'Last, First' is split. #}
{% macro clean_record_fields(
    records, country_names, detects_dates=false, day_order=none
) -%}
    {%- set known_order = text_literal(day_order) if day_order else "cast(null as varchar)" -%}
    {%- set detects = detects_dates and not day_order -%}
    with

    {{ folded_fields(records) }},

    with_countries as (
        select
            folded_records.*,
            country_names.country as country_code,
            country_names.calling_code as own_calling_code,
            {{ "day_orders.day_order" if detects else known_order ~ " as day_order" }},
        from folded_records
        left join {{ country_names }} as country_names
            on {{ plain_words('folded_records.country') }} = country_names.name
        {%- if detects %}
        left join ({{ day_orders('folded_records') }}) as day_orders
            on coalesce(folded_records.source, '') = day_orders.source
        {%- endif %}
    ),

    with_emails as (
        {{ add_standard_email('with_countries', 'email', 'standard_email') }}
    ),

    with_phones as (
        {{ add_standard_phone('with_emails', 'phone', 'standard_phone', 'own_calling_code') }}
    ),

    with_dates as (
        {{ add_standard_birth_date('with_phones', 'birth_date', 'standard_date', 'day_order') }}
    )

    select
        version_id, record_id, known_from, known_to, source, is_cased_first_name,
        is_cased_last_name, is_cased_comma_first_name,
        {%- for column in ['first_name', 'last_name', 'org_name'] %}
        {{ name_words(column, is_folded=true) }} as {{ column }},
        {%- endfor %}
        {{ name_words('full_name', is_folded=true) }} as whole_name,
        {%- for part, name in [(1, 'last_name'), (2, 'first_name')] %}
        case
            when full_name like '_%,_%'
                then {{ name_words("split_part(full_name, ',', " ~ part ~ ")", is_folded=true) }}
        end as comma_{{ name }},
        {%- endfor %}
        standard_email as email,
        standard_phone as phone,
        {{ address_words('address', is_folded=true) }} as address,
        {{ plain_words('city') }} as city,
        {{ standard_postcode('postcode', is_folded=true, country='country_code') }} as postcode,
        coalesce(country_code, {{ plain_words('country') }}) as country,
        standard_date as birth_date,
        {{ standard_identifier('national_id', is_folded=true) }} as national_id,
    from with_dates
{%- endmacro %}

{# The CTEs folded_strings and folded_records: records with all fields folded. #}
{% macro folded_fields(records) -%}
    {% set columns = [
        'first_name', 'last_name', 'org_name', 'full_name', 'email', 'phone', 'address', 'city',
        'postcode', 'country', 'birth_date', 'national_id',
    ] -%}
    -- Each distinct string with non-ASCII characters is folded once.
    folded_strings as (
        select text, {{ fold_text('text') }} as folded
        from (
            {%- for column in columns %}
            select {{ column }} as text from {{ records }} as records
            where not {{ is_ascii(column) }}
            {{ 'union' if not loop.last }}
            {%- endfor %}
        ) as other_strings
    ),

    folded_records as (
        select
            given.version_id, given.record_id, given.known_from, given.known_to, given.source,
            {%- for column in ['first_name', 'last_name'] %}
            {{ is_name_case("given." ~ column) }} as is_cased_{{ column }},
            {%- endfor %}
            {{ is_name_case("trim(split_part(given.full_name, ',', 2))") }}
                as is_cased_comma_first_name,
            {%- for column in columns %}
            coalesce(folded_{{ column }}.folded, upper(given.{{ column }})) as {{ column }},
            {%- endfor %}
        from {{ records }} as given
        {%- for column in columns %}
        left join folded_strings as folded_{{ column }}
            on case when not {{ is_ascii("given." ~ column) }} then given.{{ column }} end
                = folded_{{ column }}.text
        {%- endfor %}
    )
{%- endmacro %}

{# Whether a short string is in name case: a capital, then small letters. #}
{% macro is_name_case(column) -%}
    case
        when length({{ column }}) between 2 and 5
            then left({{ column }}, 1) = upper(left({{ column }}, 1))
                and substr({{ column }}, 2) = lower(substr({{ column }}, 2))
                and lower({{ column }}) <> upper({{ column }})
        else false
    end
{%- endmacro %}

{#
    One row per source: whether its numeric birth dates begin with the day (D) or the month (M), if
    known.
#}
{% macro day_orders(records) -%}
    select
        coalesce(source, '') as source,
        case
            when sum(case when first_part > '12' then 1 else 0 end)
                > 4 * sum(case when second_part > '12' then 1 else 0 end) then 'D'
            when sum(case when second_part > '12' then 1 else 0 end)
                > 4 * sum(case when first_part > '12' then 1 else 0 end) then 'M'
        end as day_order,
    from (
        select
            source,
            lpad(split_part(numbers, '-', 1), 2, '0') as first_part,
            lpad(split_part(numbers, '-', 2), 2, '0') as second_part,
        from (
            select source, {{ replace_pattern('birth_date', '[^0-9]+', '-') }} as numbers
            from {{ records }}
            where {{ matches_pattern(
                'birth_date', '[0-9]?[0-9] ?[-./] ?[0-9]?[0-9] ?[-./] ?([0-9][0-9])?[0-9][0-9]'
            ) }}
        ) as numeric_dates
    ) as parts_of_dates
    group by coalesce(source, '')
{%- endmacro %}

{#
    A name as words. Apostrophes and periods are dropped (O'Neil, S.A.); all other punctuation
    separates words. Legal forms in East Asian script become abbreviations.
#}
{% macro name_words(column, is_folded=false) -%}
    {%- set folded = column if is_folded else fold_text(column) -%}
    {%- set forms = namespace(text=folded) -%}
    {%- for name, short in [
        ('株式会社', 'KK'), ('(株)', 'KK'), ('有限会社', 'YK'), ('(有)', 'YK'), ('合同会社', 'GK'),
        ('股份有限公司', 'PLC'), ('有限责任公司', 'LLC'), ('有限公司', 'LTD'),
        ('주식회사', 'KK'), ('(주)', 'KK'), ('유한회사', 'YK'),
    ] -%}
        {%- set forms.text = "replace(" ~ forms.text ~ ", '" ~ name ~ "', ' " ~ short ~ " ')" -%}
    {%- endfor -%}
    {%- set written -%}
        case when {{ is_ascii(folded) }} then {{ folded }} else {{ forms.text }} end
    {%- endset -%}
    {%- set spaced = "replace(replace(" ~ written ~ ", '&', ' AND '), ' A/S', ' AS')" -%}
    {%- set two = "([" ~ word_characters() ~ "][" ~ word_characters() ~ "])" -%}
    {%- set split = split_captured(
        split_captured(spaced, two ~ "[.]", " "), "[.]" ~ two, " ", is_after=true
    ) -%}
    {{ plain_words(
        "translate(case when " ~ folded ~ " like '%.%' then " ~ split ~ " else " ~ spaced
        ~ " end, '''`.', '')"
    ) }}
{%- endmacro %}

{#
    The same rows with placeholders set to null, including first and last names that are a
    placeholder only together (John, Doe). A placeholder that is also a personal name (Na, Null)
    stays if it is in name case and the other name is not a placeholder.
#}
{% macro blank_placeholders(relation, placeholder_values) -%}
    {%- set fields = {
        'first_name': 'name', 'last_name': 'name', 'org_name': 'name', 'whole_name': 'name',
        'comma_last_name': 'name', 'comma_first_name': 'name', 'email': 'email', 'phone': 'phone',
        'address': 'address', 'city': 'city', 'postcode': 'postcode', 'birth_date': 'birth_date',
        'national_id': 'national_id',
    } -%}
    {%- set others = {
        'first_name': 'last_name', 'last_name': 'first_name', 'comma_first_name': 'comma_last_name',
    } -%}
    {%- set persons = {
        'first_name': 'names', 'last_name': 'names', 'comma_first_name': 'comma_names',
        'comma_last_name': 'comma_names', 'whole_name': 'comma_names',
    } -%}
    select
        version_id, record_id, known_from, known_to, source, country,
        {%- for column, field in fields.items() %}
        case
            {%- if column in persons %}
            when {{ persons[column] }}_list.value is not null then null
            {%- endif %}
            when {{ listed_form(column) }} is not null and {{ column }}_list.value is null
                then {{ column }}
            {%- if column in others %}
            when
                is_cased_{{ column }} and {{ column }}_names.value is not null
                and {{ others[column] }} is not null and {{ others[column] }}_list.value is null
                then {{ column }}
            {%- endif %}
        end as {{ column }},
        {%- endfor %}
    from {{ relation }}
    {%- for column, field in fields.items() %}
    left join (
        select distinct value from {{ placeholder_values }} where field in ('any', '{{ field }}')
    ) as {{ column }}_list on {{ listed_form(column) }} = {{ column }}_list.value
    {%- endfor %}
    {%- for name in ['names', 'comma_names'] %}
    {%- set prefix = 'comma_' if name == 'comma_names' else '' %}
    left join (
        select distinct value from {{ placeholder_values }} where field in ('any', 'name')
    ) as {{ name }}_list
        on {{ prefix }}first_name || ' ' || {{ prefix }}last_name = {{ name }}_list.value
    {%- endfor %}
    {%- for column in others %}
    left join (
        select distinct value from {{ placeholder_values }} where as_name = 'yes'
    ) as {{ column }}_names on {{ column }} = {{ column }}_names.value
    {%- endfor %}
{%- endmacro %}

{#
    A column in the form in which placeholders are listed: a phone as a national number, a name that
    repeats a word as that word, and every address of a placeholder mailbox as none@none.com.
#}
{% macro listed_form(column) -%}
    {%- if column == 'phone' -%}
    {{ national_number(column) }}
    {%- elif column == 'email' -%}
    case
        when split_part(email, '@', 1) in (
            '{{ placeholder_mailboxes().split() | join("', '") }}'
        ) then 'none@none.com'
        else email
    end
    {%- elif column == 'whole_name' -%}
    case
        when whole_name = split_part(whole_name, ' ', 1) || ' ' || split_part(whole_name, ' ', 2)
            and split_part(whole_name, ' ', 1) = split_part(whole_name, ' ', 2)
            then split_part(whole_name, ' ', 1)
        else whole_name
    end
    {%- else -%}
    {{ column }}
    {%- endif -%}
{%- endmacro %}

{#
    Local parts of placeholder addresses, such as none@, at any domain, as one string.

    Example:
        {% for name in placeholder_mailboxes().split() %} ... {% endfor %}
#}
{% macro placeholder_mailboxes() -%}
    anonymous asdf aucun brak customer declined do-not-reply donotreply dontreply dummy email
    example fake geen guest inconnu invalid kein keine keine-email keine.email keineemail keinemail
    kunde n.a na nan nessuno nichtvorhanden ninguno no no-email no-mail no-reply no.email no.mail
    no_email no_mail nobody noemail noemailaddress nomail none noone nope noreply not.provided
    notavailable notprovided null refused sin.email sincorreo sinemail test test1 test123 unbekannt
    undefined unknown xx xxx xxxx
{%- endmacro %}
