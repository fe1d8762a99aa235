{#
    One row per record version and key: records that share a key are worth comparing.

    Narrow keys of many kinds, so that a pair survives errors in any one field. An expression is null
    when one of its parts is missing, and then gives no key.

    Arguments:
        records  output of mask_generic_values

    Example:
        {{ block_keys(ref('matchable_records')) }}
#}
{% macro block_keys(records) -%}
{%- set names_sorted = "least(main_sound, second_sound) || greatest(main_sound, second_sound)" -%}
{%- set key_expressions = {
    'email': "email",
    'email_local': "case when length(email_local) >= 5 then email_local end",
    'phone': "right(phone, 9)",
    'phone_end': "right(phone, 6) || left(main_name, 1)",
    'nat_id': "nat_id",
    'nat_id_start': "case when length(nat_id) >= 6 then left(nat_id, 4) || left(main_name, 2) end",
    'nat_id_end': "case when length(nat_id) >= 6 then right(nat_id, 4) || left(main_name, 2) end",
    'name_sound': names_sorted ~ " || coalesce(birth_year, left(postcode, 3), left(joined_street, 3), left(city, 3), '')",
    'name_date': names_sorted ~ " || birth_day",
    'full_name': "joined_name",
    'name_start': "least(left(main_name, 3), left(second_name, 3)) || greatest(left(main_name, 3), left(second_name, 3))"
        ~ " || coalesce(left(city, 2), left(joined_street, 2), left(birth_year, 3), '')",
    'birth_main_name': "dob || left(main_name, 1)",
    'birth_second_name': "dob || left(second_name, 2)",
    'birth_year_name': "birth_year || left(main_name, 4)",
    'birth_postcode': "dob || left(postcode, 2)",
    'postcode_main_name': "postcode || left(main_sound, 3)",
    'postcode_second_name': "postcode || left(second_name, 2)",
    'city_main_name': "left(city, 5) || left(main_name, 4)",
    'address': "house_number || left(joined_street, 5)",
    'street_second_name': "left(joined_street, 7) || left(second_name, 2)",
    'street_main_name': "left(joined_street, 5) || left(main_name, 3)",
    'main_name_initial': "main_name || first_initial",
} -%}
with

parts as (
    {{ block_key_parts(records) }}
),

keys as (
    {%- for key_type, expression in key_expressions.items() %}
    select version_id, record_id, known_from, known_to, '{{ key_type }}' as key_type, {{ expression }} as block_key
    from parts
    where {{ expression }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from keys
{%- endmacro %}

{# What the keys are built of: sound codes and beginnings of the names, names of companies included. #}
{% macro block_key_parts(records) -%}
    {%- set main_name = "coalesce(last_name, split_part(org_name, ' ', 1))" -%}
    {%- set second_name = "coalesce(first_root, nullif(split_part(org_name, ' ', 2), ''))" -%}
    select
        version_id, record_id, known_from, known_to, email, phone, house_number, city, postcode, dob, nat_id,
        {{ main_name }} as main_name,
        {{ second_name }} as second_name,
        {{ sound_code(main_name) }} as main_sound,
        {{ sound_code(second_name) }} as second_sound,
        left(coalesce(first_name, nullif(split_part(org_name, ' ', 2), '')), 1) as first_initial,
        split_part(email, '@', 1) as email_local,
        left(dob, 4) as birth_year,
        substr(dob, 5, 4) as birth_day,
        replace(full_name, ' ', '') as joined_name,
        replace(street, ' ', '') as joined_street,
    from {{ records }}
{%- endmacro %}

{#
    Per block key how many records carry it, the pairs that makes, and since when it is over the cap.

    A key over the cap joins no pair from that day on; it stays here to be reported.

    Arguments:
        block_keys     output of block_keys
        parameters     match-model parameters (limit block_cap)
        model_version  its version, text

    Example:
        {{ block_key_sizes(ref('block_keys'), ref('match_model_parameters'), '1') }}
#}
{% macro block_key_sizes(block_keys, parameters, model_version) -%}
with

carried as (
    select key_type, block_key, record_id, min(known_from) as first_carried
    from {{ block_keys }}
    group by key_type, block_key, record_id
),

numbered as (
    select
        key_type,
        block_key,
        first_carried,
        row_number() over (partition by key_type, block_key order by first_carried, record_id) as nth_record,
    from carried
),

sizes as (
    select
        key_type,
        block_key,
        count(*) as record_count,
        cast(count(*) * (count(*) - 1) / 2 as bigint) as predicted_pairs,
        min(case
            when nth_record = 1 + {{ match_limit(parameters, model_version, 'block_cap') }} then first_carried
        end) as over_cap_from,
    from numbered
    group by key_type, block_key
    having count(*) > 1
)

select * from sizes
{%- endmacro %}
