{#
    One row per record version and block key: records that share a block key are compared.

    Many narrow key types keep an error in one field from losing a pair. An expression with a
    missing part is null and gives no key.

    Arguments:
        records    output of mask_generic_values
        key_types  the key types that are wanted, as one string (optional)

    Example:
        {{ block_keys(ref('matchable_records')) }}
#}
{% macro block_keys(records, key_types=none) -%}
with

keys as (
    {{ block_key_rows(records, key_types) }}
),

-- Two expressions of one type may give the same key, which counts once.
distinct_keys as (
    select version_id, record_id, known_from, known_to, key_type, block_key
    from keys
    group by version_id, record_id, known_from, known_to, key_type, block_key
)

select * from distinct_keys
{%- endmacro %}

{# The rows of block_keys, with duplicates. #}
{% macro block_key_rows(records, key_types=none) -%}
{%- set starts_sorted = "least(main_start, second_start) || greatest(main_start, second_start)" -%}
{%- set sounds_sorted = "least(main_sound, second_sound) || greatest(main_sound, second_sound)" -%}
{%- set place = "coalesce(left(city, 2), left(joined_street, 2), left(birth_year, 3), '')" -%}
{%- set setting = "coalesce(birth_year, left(postcode, 3), left(joined_street, 3), left(city, 3),"
    ~ " '')" -%}
{%- set key_expressions = [
    ('email', "email"),
    ('email_local', "case when length(email_local) >= 5 then email_local end"),
    ('email_domain', "email_domain || left(email_local, 3)"),
    ('phone', "right(phone_number, 9)"),
    ('phone_end', "right(phone_number, 6) || left(main_name, 1)"),
    ('national_id', "national_id"),
    ('national_id_start', "left(long_national_id, 4) || left(main_name, 2)"),
    ('national_id_end', "right(long_national_id, 4) || left(main_name, 2)"),
    ('full_name', "joined_name || coalesce(left(postcode, 2), left(city, 2), '')"),
    ('name_sounds', sounds_sorted ~ " || " ~ setting),
    ('name_sounds_birthday', sounds_sorted ~ " || birthday"),
    ('name_starts', starts_sorted ~ " || " ~ place),
    ('both_names', "joined_first || joined_last"),
    ('both_names', "joined_last || joined_first"),
    ('both_names', "mailbox_name"),
    ('last_name_initial', "joined_last || left(first_root, 1)"),
    ('last_name_initial', "joined_last || left(first_name, 1)"),
    ('last_name_initial', "mailbox_name"),
    ('last_name_initial', "substr(mailbox_name, 2) || left(mailbox_name, 1)"),
    ('first_name_setting', "joined_first || left(joined_last, 1) || nullif(" ~ setting ~ ", '')"),
    ('first_name_setting', "mailbox_name || nullif(" ~ setting ~ ", '')"),
    ('birth_date', "case when birthday <> '0101' then birth_date end"),
    ('birth_date_name', "birth_date || left(main_name, 2)"),
    ('birth_date_name', "birth_date || left(second_name, 2)"),
    ('birthday_postcode', "case when birthday <> '0101' then birthday || left(postcode, 3) end"),
    ('birth_year_postcode', "birth_year || left(postcode, 4)"),
    ('birth_year_name', "birth_year || left(main_name, 4)"),
    ('birth_year_name', "birth_year || second_name || left(city, 1)"),
    ('postcode_name', "left(postcode, 4) || left(last_name, 4)"),
    ('postcode_name', "left(postcode, 4) || left(first_root, 4)"),
    ('postcode_company', "postcode || left(org_name, 3) || left(second_name, 2)"),
    ('postcode_sound', "postcode || left(main_sound, 3)"),
    ('city_name', "left(city, 4) || left(main_name, 4)"),
    ('city_name', "left(city, 5) || left(second_name, 5)"),
    ('address', "house_number || left(joined_street, 5)"),
    ('street_name', "left(joined_street, 6) || left(main_name, 3)"),
    ('street_name', "left(joined_street, 6) || left(second_name, 3)"),
    ('postcode_street', "postcode || left(joined_street, 4) || left(house_number, 1)"),
] -%}
{%- set wanted = [] -%}
{%- for key_type, expression in key_expressions
    if key_types is none or key_type in key_types.split() -%}
    {%- do wanted.append((key_type, expression)) -%}
{%- endfor -%}
with

parts as (
    {{ block_key_parts(records) }}
),

keys as (
    {{ keys_of_parts('parts', wanted) }}
)

select * from keys
{%- endmacro %}

{# The keys of records, in one pass; `wanted` are pairs of a key type and its expression. #}
{% macro keys_of_parts(parts, wanted) -%}
    select * from (
        select
            parts.version_id, parts.record_id, parts.known_from, parts.known_to,
            key_types.key_type,
            case key_types.place
                {%- for _, expression in wanted %}
                when {{ loop.index }} then {{ expression }}
                {%- endfor %}
            end as block_key,
        from {{ parts }} as parts
        cross join (
            values
            {%- for key_type, _ in wanted %}
            ({{ loop.index }}, '{{ key_type }}'){{ ',' if not loop.last }}
            {%- endfor %}
        ) as key_types (place, key_type)
    ) as all_keys
    where block_key is not null
{%- endmacro %}

{#
    The types of the keys by which customers are searched, as one string.

    Example:
        {{ block_keys('masked', search_key_types()) }}
#}
{% macro search_key_types() -%}
    email email_local email_domain phone full_name name_sounds name_starts both_names
    last_name_initial
{%- endmacro %}

{#
    The mailbox names of roles, such as info, reduced to their letters, as one string: those of RFC
    2142 and their equivalents in other languages. `scripts/mdm/compare/columns.py` has the same.

    Example:
        {% for name in role_mailboxes().split() %} ... {% endfor %}
#}
{% macro role_mailboxes() -%}
    abuse accounting accounts accueil admin administracion administration administrator
    amministrazione billing buchhaltung buero bureau careers commercial compras comptabilite
    contact contabilidad contacto contatto einkauf empfang enquiries facturacion finance hello help
    helpdesk hostmaster info informacion information infos inquiries invoice invoices jobs kontakt
    kundenservice mail mailbox management marketing newsletter noreply office orders personal
    postmaster presse press procurement purchasing reception rechnung reservations sales secretariat
    security sekretariat service shop support team ventas verkauf vertrieb verwaltung vendite
    webmaster zentrale
{%- endmacro %}

{#
    The parts of the block keys: sound codes and initial letters of names, companies included.

    A record with a single name uses it as both names, so that sorted pairs of names are never null.
    The sound code of a name is computed once for all records. The letters of a mailbox are read as
    a name (ann.lee, leeann, alee), unless they are a role, or consist of the names of the record,
    which already have keys.
#}
{% macro block_key_parts(records) -%}
    with

    records_with_names as (
        select
            *,
            coalesce(last_name, split_part(org_name, ' ', 1)) as main_name,
            coalesce(first_root, nullif(split_part(org_name, ' ', 2), '')) as second_name,
            replace(first_name, ' ', '') as joined_first,
            replace(last_name, ' ', '') as joined_last,
            upper({{ replace_pattern("split_part(email, '@', 1)", '[^a-z]', '') }})
                as mailbox_letters,
        from {{ records }}
    ),

    with_both_names as (
        select
            *,
            coalesce(main_name, second_name) as main_word,
            coalesce(second_name, main_name) as second_word,
        from records_with_names
    ),

    words as (
        select main_word as word from with_both_names
        union
        select second_word as word from with_both_names
    ),

    sounds as (
        select word, {{ sound_code('word') }} as sound from words where word is not null
    ),

    parts as (
        select
            with_both_names.version_id, with_both_names.record_id,
            with_both_names.known_from, with_both_names.known_to,
            first_name, first_root, last_name, org_name,
            email, house_number, city, postcode, birth_date, national_id,
            main_name,
            second_name,
            joined_first,
            joined_last,
            case
                when length(mailbox_letters) >= 5 and mailbox_letters not in (
                    coalesce(joined_first || joined_last, ''),
                    coalesce(joined_last || joined_first, ''),
                    coalesce(left(joined_first, 1) || joined_last, ''),
                    coalesce(joined_last || left(joined_first, 1), '')
                    {%- for role in role_mailboxes().split() %}, '{{ role | upper }}' {%- endfor %}
                ) then mailbox_letters
            end as mailbox_name,
            main_sounds.sound as main_sound,
            second_sounds.sound as second_sound,
            left(main_word, 3) as main_start,
            left(second_word, 3) as second_start,
            split_part(email, '@', 1) as email_local,
            split_part(email, '@', 2) as email_domain,
            left(birth_date, 4) as birth_year,
            substr(birth_date, 5, 4) as birthday,
            {{ national_number('phone') }} as phone_number,
            case when length(national_id) >= 6 then national_id end as long_national_id,
            replace(full_name, ' ', '') as joined_name,
            replace(street, ' ', '') as joined_street,
        from with_both_names
        left join sounds as main_sounds on with_both_names.main_word = main_sounds.word
        left join sounds as second_sounds on with_both_names.second_word = second_sounds.word
    )

    select * from parts
{%- endmacro %}

{#
    The number of records and pairs per block key, and the day from which it is over the cap.

    A key over the cap forms no pairs from that day on; its row stays, for reports.

    Arguments:
        block_keys     output of block_keys
        parameters     match-model parameters (limit block_cap)
        model_version  its version, text

    Example:
        {{ block_key_sizes(ref('block_keys'), ref('match_model_parameters'), '1') }}
#}
{% macro block_key_sizes(block_keys, parameters, model_version) -%}
with

record_keys as (
    select key_type, block_key, record_id, min(known_from) as first_carried
    from {{ block_keys }}
    group by key_type, block_key, record_id
),

numbered_records as (
    select
        key_type,
        block_key,
        first_carried,
        row_number() over (
            partition by key_type, block_key order by first_carried, record_id
        ) as nth_record,
    from record_keys
),

sizes as (
    select
        key_type,
        block_key,
        count(*) as record_count,
        cast(count(*) * (count(*) - 1) / 2 as bigint) as predicted_pairs,
        min(case
            when nth_record = 1 + {{ match_limit(parameters, model_version, 'block_cap') }}
                then first_carried
        end) as over_cap_from,
    from numbered_records
    group by key_type, block_key
    having count(*) > 1
)

select * from sizes
{%- endmacro %}

{#
    The rows of some block keys, for all records.

    Arguments:
        block_keys  output of block_keys
        keys        relation of key_type, block_key; none for all keys

    Example:
        see candidate_pairs
#}
{% macro chosen_keys(block_keys, keys=none) -%}
    {%- if keys is none %}
    select * from {{ block_keys }}
    {%- else %}
    select all_rows.*
    from {{ block_keys }} as all_rows
    inner join {{ keys }} as chosen
        on all_rows.key_type = chosen.key_type and all_rows.block_key = chosen.block_key
    {%- endif %}
{%- endmacro %}

{#
    The distinct block keys of some records, as a relation.

    Arguments:
        block_keys  output of block_keys
        records     relation of record_id

    Example:
        see chosen_keys
#}
{% macro keys_of_records(block_keys, records) -%}
    (
        select distinct key_type, block_key from {{ block_keys }}
        where record_id in (select record_id from {{ records }})
    )
{%- endmacro %}
