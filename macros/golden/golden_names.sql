{#
    Names with text (a person's 'Last, First' in the usual order), is_company and spelling_key.

    Only names that need a new spelling or order are parsed. A name with a company word, an
    ampersand or two commas keeps its order.

    Arguments:
        strings           CTE golden_strings of golden_forms
        legal_suffixes  suffix, kind, as_name
        first_names     name

    Example:
        see golden_forms
#}
{% macro golden_names(strings, legal_suffixes, first_names) -%}
    with

    folded_names as (
        select
            *,
            {{ replace_pattern("trim(attribute_value)", " +", " ") }} as given_name,
            {{ name_words('folded', is_folded=true) }} as whole_name,
            attribute_value like '_%,_%' and attribute_value not like '%,%,%'
            and attribute_value not like '%&%' as has_comma,
            {{ name_words("split_part(folded, ',', 2)", is_folded=true) }} as after_comma
        from {{ strings }}
        where attribute = 'full_name'
    ),

    name_values as (
        select whole_name as value, 'whole' as role from folded_names
        where whole_name is not null and (has_comma or not is_clean)
        union
        select after_comma as value, 'first' as role from folded_names
        where after_comma is not null and has_comma
    ),

    distinct_names as (
        select value from name_values group by value
    ),

    name_parts as (
        {{ split_words('distinct_names', 'value') }}
    ),

    name_forms as (
        {{ name_forms('name_values', 'name_parts', legal_suffixes, first_names) }}
    )

    select
        names.attribute, names.attribute_value, names.country, names.is_clean,
        {{ sorted_words('names.whole_name') }} as spelling_key,
        coalesce(wholes.names_organisation, 0) = 1 as is_company,
        case
            when names.has_comma and wholes.names_organisation = 0 and firsts.is_affix = 0
                then trim(split_part(names.given_name, ',', 2)) || ' '
                    || trim(split_part(names.given_name, ',', 1))
            else names.given_name
        end as text
    from folded_names as names
    left join name_forms as wholes on names.whole_name = wholes.value and wholes.role = 'whole'
    left join name_forms as firsts on names.after_comma = firsts.value and firsts.role = 'first'
{%- endmacro %}

{# Cities with text: the listed spelling, or the given one if none is listed (is_clean is false). #}
{% macro golden_cities(strings, city_spellings) -%}
    select
        cities.attribute, cities.attribute_value, cities.country,
        min(spellings.city) is not null as is_clean,
        coalesce(
            min(spellings.city), {{ replace_pattern("trim(cities.attribute_value)", " +", " ") }}
        ) as text
    from {{ strings }} as cities
    left join {{ city_spellings }} as spellings
        on
            {{ plain_words('cities.folded') }} = spellings.spelling
            and (cities.country is null or cities.country = spellings.country)
    where cities.attribute = 'city'
    group by cities.attribute, cities.attribute_value, cities.country
{%- endmacro %}
