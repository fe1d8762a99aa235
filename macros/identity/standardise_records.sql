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
        fields                the fields that records have, one of them a name, as one string; all
                              others count as missing (optional). The fewer, the faster.

    Example:
        {{ standardise_records(
            ref('customer_record_versions'), ref('nicknames'), ref('legal_suffixes'),
            ref('street_abbreviations'), ref('placeholder_values'), ref('first_names'),
            ref('country_names'),
        ) }}
#}
{% macro standardise_records(
    records, nicknames, legal_suffixes, street_abbreviations, placeholder_values, first_names,
    country_names, detects_dates=false, day_order=none, fields=none
) -%}
{%- set given = (fields or record_fields()).split() -%}
with

clean_fields as (
    {{ clean_record_fields(records, country_names, detects_dates, day_order, fields) }}
),

without_placeholders as (
    {{ blank_placeholders('clean_fields', placeholder_values, given) }}
),

name_values as (
    {{ name_values('without_placeholders', given) }}
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

{%- if 'address' in given %}

address_values as (
    select address as value from without_placeholders where address is not null group by address
),

address_words as (
    {{ split_words('address_values', 'value') }}
),

address_forms as (
    {{ address_forms('address_words', street_abbreviations) }}
),
{%- endif %}

standardised as (
    select
        named_records.version_id, named_records.record_id, named_records.known_from,
        named_records.known_to, named_records.source, named_records.party_kind,
        named_records.first_name, named_records.first_root, named_records.last_name,
        named_records.last_root, named_records.generation, named_records.salutation,
        named_records.org_name, named_records.legal_form,
        {{ sorted_words('named_records.unsorted_name') }} as full_name,
        named_records.email, named_records.phone,
        {%- for column in ['address', 'street', 'house_number'] %}
        {{ 'address_forms.' ~ column if 'address' in given else no_text() ~ ' as ' ~ column }},
        {%- endfor %}
        named_records.city, named_records.postcode, named_records.country,
        named_records.birth_date, named_records.national_id,
    from named_records
    {%- if 'address' in given %}
    left join address_forms on named_records.address = address_forms.value
    {%- endif %}
)

select * from standardised
{%- endmacro %}

{# The fields of a record that standardise_records reads, as one string. #}
{% macro record_fields() -%}
    first_name last_name org_name full_name email phone address city postcode country birth_date
    national_id
{%- endmacro %}

{# The columns of names of clean_record_fields, as one string. #}
{% macro name_columns() -%}
    first_name last_name org_name whole_name comma_last_name comma_first_name
{%- endmacro %}

{# A missing text. #}
{% macro no_text() -%}
    cast(null as varchar)
{%- endmacro %}

{# Records with each field folded and standardised separately; 'Last, First' is split. #}
{% macro clean_record_fields(
    records, country_names, detects_dates=false, day_order=none, fields=none
) -%}
    {%- set given = (fields or record_fields()).split() -%}
    {%- set known_order = text_literal(day_order) if day_order else no_text() -%}
    {%- set detects = detects_dates and not day_order and 'birth_date' in given -%}
    {%- set has_country = 'country' in given -%}
    with

    {{ folded_fields(records, given) }},

    with_countries as (
        select
            folded_records.*,
            {{ 'country_names.country' if has_country else no_text() }} as country_code,
            {{ 'country_names.calling_code' if has_country else no_text() }} as own_calling_code,
            {{ "day_orders.day_order" if detects else known_order ~ " as day_order" }},
        from folded_records
        {%- if has_country %}
        left join {{ country_names }} as country_names
            on {{ plain_words('folded_records.country') }} = country_names.name
        {%- endif %}
        {%- if detects %}
        left join ({{ day_orders('folded_records') }}) as day_orders
            on coalesce(folded_records.source, '') = day_orders.source
        {%- endif %}
    ),

    {% set relation = namespace(name='with_countries') %}
    {%- if 'email' in given %}
    with_emails as (
        {{ add_standard_email(relation.name, 'email', 'standard_email') }}
    ),
    {%- set relation.name = 'with_emails' %}
    {%- endif %}

    {% if 'phone' in given %}
    with_phones as (
        {{ add_standard_phone(relation.name, 'phone', 'standard_phone', 'own_calling_code') }}
    ),
    {%- set relation.name = 'with_phones' %}
    {%- endif %}

    {% if 'birth_date' in given %}
    with_dates as (
        {{ add_standard_birth_date(relation.name, 'birth_date', 'standard_date', 'day_order') }}
    ),
    {%- set relation.name = 'with_dates' %}
    {%- endif %}

    with_names as (
        {{ add_name_words(relation.name, given) }}
    )

    {{ choose_clean_fields('with_names', given) }}
{%- endmacro %}

{# The columns of clean_record_fields; a field that records do not have is null. #}
{% macro choose_clean_fields(relation, given) -%}
    select
        version_id, record_id, known_from, known_to, source,
        {%- for column in ['first_name', 'last_name', 'comma_first_name']
            if field_of_column(column) in given %}
        is_cased_{{ column }},
        {%- endfor %}
        {%- for column in name_columns().split() %}
        {{ "nullif(words_of_" ~ column ~ ", '')" if field_of_column(column) in given
            else no_text() }} as {{ column }},
        {%- endfor %}
        {%- for field, cleaned in {
            'email': 'standard_email',
            'phone': 'standard_phone',
            'address': address_words('address', is_folded=true),
            'city': plain_words('city'),
            'postcode': standard_postcode('postcode', is_folded=true, country='country_code'),
            'country': 'coalesce(country_code, ' ~ plain_words('country') ~ ')',
            'birth_date': 'standard_date',
            'national_id': standard_identifier('national_id', is_folded=true),
        }.items() %}
        {{ cleaned if field in given else no_text() }} as {{ field }},
        {%- endfor %}
    from {{ relation }}
{%- endmacro %}

{# The distinct names of records, each with its role: value, role. #}
{% macro name_values(relation, given) -%}
    select value, role
    from (
        {%- for column in name_columns().split() if field_of_column(column) in given %}
        {%- set role = column.replace('comma_', '').replace('_name', '') %}
        select {{ column }} as value, '{{ role }}' as role from {{ relation }}
        where {{ column }} is not null
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as all_names
    group by value, role
{%- endmacro %}

{#
    A relation with the words of each name, empty if it has none: words_of_<name>. 'Last, First' is
    also split, if it has a comma.
#}
{% macro add_name_words(relation, given) -%}
    {%- set has_full_name = 'full_name' in given -%}
    {%- set full = 'written_whole_name' -%}
    select
        *,
        {%- for column in name_columns().split() if field_of_column(column) in given %}
        {{ spaced_words(without_periods('written_' ~ column)) }} as words_of_{{ column }},
        {%- endfor %}
    from (
        select
            *,
            {%- for part, name in [(1, 'last_name'), (2, 'first_name')] if has_full_name %}
            case when {{ full }} like '_%,_%' then split_part({{ full }}, ',', {{ part }}) end
                as written_comma_{{ name }},
            {%- endfor %}
        from (
            select
                *,
                {%- for column in ['first_name', 'last_name', 'org_name', 'whole_name']
                    if field_of_column(column) in given %}
                {{ written_name(field_of_column(column)) }} as written_{{ column }},
                {%- endfor %}
            from {{ relation }}
        ) as written_names
    ) as names_in_parts
{%- endmacro %}

{# The CTEs that lead to folded_records: records with some fields folded. #}
{% macro folded_fields(records, columns) -%}
    -- Only strings with non-ASCII characters have to be looked up, each once.
    non_ascii_strings as (
        select version_id, field, value as text
        from ({{ field_values(records, columns) }}) as strings
        where not {{ is_ascii('value') }}
    ),

    folded_strings as (
        select text, {{ fold_text('text') }} as folded
        from (select distinct text from non_ascii_strings) as distinct_strings
    ),

    folded_values as (
        select
            non_ascii_strings.version_id,
            {%- for column in columns %}
            max(case when non_ascii_strings.field = '{{ column }}' then folded_strings.folded end)
                as {{ column }},
            {%- endfor %}
        from non_ascii_strings
        inner join folded_strings on non_ascii_strings.text = folded_strings.text
        group by non_ascii_strings.version_id
    ),

    folded_records as (
        select
            given.version_id, given.record_id, given.known_from, given.known_to, given.source,
            {%- for column in ['first_name', 'last_name'] if column in columns %}
            {{ is_name_case("given." ~ column) }} as is_cased_{{ column }},
            {%- endfor %}
            {%- if 'full_name' in columns %}
            {{ is_name_case("trim(split_part(given.full_name, ',', 2))") }}
                as is_cased_comma_first_name,
            {%- endif %}
            {%- for column in columns %}
            coalesce(folded_values.{{ column }}, upper(given.{{ column }})) as {{ column }},
            {%- endfor %}
        from {{ records }} as given
        left join folded_values on given.version_id = folded_values.version_id
    )
{%- endmacro %}

{#
    One row per record version and value: version_id, field, value.

    Arguments:
        records      relation
        fields       names of the fields
        expressions  by field, the expression of its value if it is not the column (optional)

    Example:
        {{ field_values('records', ['email', 'phone'], {'phone': national_number('phone')}) }}
#}
{% macro field_values(records, fields, expressions={}) -%}
    select version_id, field, value
    from (
        select
            records.version_id,
            fields.field,
            case fields.field
                {%- for field in fields %}
                when '{{ field }}' then {{ expressions.get(field, field) }}
                {%- endfor %}
            end as value,
        from {{ records }} as records
        cross join (
            values {% for field in fields %}('{{ field }}'){{ ', ' if not loop.last }}{% endfor %}
        ) as fields (field)
    ) as field_values
    where value is not null
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
    {{ plain_words(without_periods(written_name(folded))) }}
{%- endmacro %}

{# A folded name with East Asian legal forms and symbols as words. #}
{% macro written_name(folded) -%}
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
    replace(replace({{ written }}, '&', ' AND '), ' A/S', ' AS')
{%- endmacro %}

{# The output of written_name without apostrophes and periods; words that a period joins are two. #}
{% macro without_periods(written) -%}
    {%- set two = "([" ~ word_characters() ~ "][" ~ word_characters() ~ "])" -%}
    {%- set split = split_captured(
        split_captured(written, two ~ "[.]", " "), "[.]" ~ two, " ", is_after=true
    ) -%}
    translate(
        case when {{ written }} like '%.%' then {{ split }} else {{ written }} end, '''`.', ''
    )
{%- endmacro %}

{#
    The same rows with placeholders set to null, including first and last names that are a
    placeholder only together (John, Doe). A placeholder that is also a personal name (Na, Null)
    stays if it is in name case and the other name is not a placeholder.
#}
{% macro blank_placeholders(relation, placeholder_values, given) -%}
    {%- set kinds = {
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
    {%- set names = [] -%}
    {%- if 'first_name' in given and 'last_name' in given -%} {%- do names.append('names') -%}
    {%- endif -%}
    {%- if 'full_name' in given -%} {%- do names.append('comma_names') -%} {%- endif -%}
    {%- set forms = {
        'email': listed_form('email'), 'phone': listed_form('phone'),
        'whole_name': listed_form('whole_name'), 'names': "first_name || ' ' || last_name",
        'comma_names': "comma_first_name || ' ' || comma_last_name",
    } -%}
    {%- set columns = [] -%}
    {%- for column in kinds if field_of_column(column) in given -%}
        {%- do columns.append(column) -%}
    {%- endfor -%}
    with

    listed_values as (
        {{ field_values(relation, columns + names, forms) }}
    ),

    found_placeholders as (
        select
            listed_values.version_id,
            {%- for column in columns + names %}
            max(case
                when
                    listed_values.field = '{{ column }}'
                    and placeholders.field in ('any', '{{ kinds.get(column, 'name') }}') then 1
            end) as {{ column }}_listed,
            {%- endfor %}
            {%- for column in others if persons[column] in names %}
            max(case
                when listed_values.field = '{{ column }}' and placeholders.as_name = 'yes' then 1
            end) as {{ column }}_as_name,
            {%- endfor %}
        from listed_values
        inner join {{ placeholder_values }} as placeholders
            on listed_values.value = placeholders.value
        group by listed_values.version_id
    )

    select
        records.version_id, records.record_id, records.known_from, records.known_to,
        records.source, records.country,
        {%- for column in kinds %}
        {%- if column not in columns %}
        {{ no_text() }} as {{ column }},
        {%- else %}
        case
            {%- if persons.get(column) in names %}
            when found.{{ persons[column] }}_listed = 1 then null
            {%- endif %}
            when found.{{ column }}_listed is null then records.{{ column }}
            {%- if column in others and persons[column] in names %}
            {%- set other = others[column] %}
            when
                records.is_cased_{{ column }} and found.{{ column }}_as_name = 1
                and records.{{ other }} is not null and found.{{ other }}_listed is null
                then records.{{ column }}
            {%- endif %}
        end as {{ column }},
        {%- endif %}
        {%- endfor %}
    from {{ relation }} as records
    left join found_placeholders as found on records.version_id = found.version_id
{%- endmacro %}

{# The field of a record from which a column of clean_record_fields comes. #}
{% macro field_of_column(column) -%}
    {%- set parts = ['whole_name', 'comma_last_name', 'comma_first_name'] -%}
    {{- 'full_name' if column in parts else column -}}
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
