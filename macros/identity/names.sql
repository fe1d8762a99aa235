{#
    Per name: a company's words without legal form, a person's without title, and which it is.

    A word like Jr. after others is no name either, but tells father and son apart. A name without
    any listed word is its own form, which spares joining its words again.

    Arguments:
        words           output of split_words over the names
        legal_suffixes  suffix, kind

    Example:
        {{ name_forms('name_words', ref('legal_suffixes')) }}
#}
{% macro name_forms(words, legal_suffixes) -%}
    {%- set is_generation = "(suffixes.kind = 'generation' and words.position > 1)" -%}
    with

    listed_names as (
        select words.value
        from {{ words }} as words
        inner join {{ legal_suffixes }} as suffixes on words.word = suffixes.suffix
        group by words.value
    )

    select
        words.value,
        coalesce(
            {{ join_words("case when coalesce(suffixes.kind, 'none') not in ('legal', 'connective')"
                ~ " then words.word end", 'words.position') }},
            words.value
        ) as organisation_form,
        coalesce(
            {{ join_words("case when coalesce(suffixes.kind, 'none') not in ('title', 'particle')"
                ~ " and not coalesce(" ~ is_generation ~ ", false) then words.word end",
                'words.position') }},
            words.value
        ) as person_form,
        max(case when {{ is_generation }} then case words.word
            when 'JUNIOR' then 'JR' when 'SENIOR' then 'SR' else words.word
        end end) as generation,
        max(
            case when suffixes.kind in ('legal', 'indicator') then 1 else 0 end
        ) as names_organisation,
    from {{ words }} as words
    left join {{ legal_suffixes }} as suffixes on words.word = suffixes.suffix
    where words.value in (select value from listed_names)
    group by words.value
    union all
    select
        value,
        value as organisation_form,
        value as person_form,
        null as generation,
        0 as names_organisation,
    from {{ words }}
    where position = 1 and value not in (select value from listed_names)
{%- endmacro %}

{#
    Person or organisation, and the name columns that go with it.

    A given company name is a company. A whole name, or a last name without a first, is one when it
    has a legal form or a word only companies have. Else the last word of a whole name is the last
    name, or all words before a comma are.
#}
{% macro decide_party_kind(relation, name_forms) -%}
    {%- set is_organisation = "(known.org_name is not null or whole.names_organisation = 1"
        ~ " or (known.first_name is null and lasts.names_organisation = 1))" -%}
    {%- set whole_words = "whole.person_form" -%}
    select
        known.version_id, known.record_id, known.known_from, known.known_to, known.source,
        case
            when {{ is_organisation }} then 'ORGANISATION'
            when coalesce(known.first_name, known.last_name, known.whole_name) is not null
                then 'PERSON'
        end as party_kind,
        case when {{ is_organisation }} then null else coalesce(
            firsts.person_form,
            comma_firsts.person_form,
            case when {{ whole_words }} like '% %' then trim(left(
                {{ whole_words }}, length({{ whole_words }}) - length({{ last_word(whole_words) }})
            )) end
        ) end as first_name,
        case when {{ is_organisation }} then null else coalesce(
            lasts.person_form, comma_lasts.person_form, {{ last_word(whole_words) }}
        ) end as last_name,
        case when {{ is_organisation }} then coalesce(
            orgs.organisation_form, whole.organisation_form, lasts.organisation_form
        ) end as org_name,
        case when {{ is_organisation }} then null else coalesce(
            lasts.generation, firsts.generation, whole.generation
        ) end as generation,
        known.email, known.phone, known.address, known.city, known.postcode, known.country,
        known.birth_date, known.national_id,
    from {{ relation }} as known
    left join {{ name_forms }} as firsts on known.first_name = firsts.value
    left join {{ name_forms }} as lasts on known.last_name = lasts.value
    left join {{ name_forms }} as orgs on known.org_name = orgs.value
    left join {{ name_forms }} as whole on known.whole_name = whole.value
    left join {{ name_forms }} as comma_firsts on known.comma_first_name = comma_firsts.value
    left join {{ name_forms }} as comma_lasts on known.comma_last_name = comma_lasts.value
{%- endmacro %}

{# The last word of a text of words. #}
{% macro last_word(text) -%}
    split_part({{ text }}, ' ', -1)
{%- endmacro %}

{# The first name's root (what a nickname is short for) and the whole name in the order given. #}
{% macro add_name_keys(relation, nicknames) -%}
    select
        named.*,
        coalesce(nicknames.canonical, split_part(named.first_name, ' ', 1)) as first_root,
        case
            when named.org_name is not null then named.org_name
            when named.first_name is null then named.last_name
            when named.last_name is null then named.first_name
            else named.first_name || ' ' || named.last_name
        end as unsorted_name,
    from {{ relation }} as named
    left join {{ nicknames }} as nicknames on split_part(named.first_name, ' ', 1) = nicknames.name
{%- endmacro %}

{# Per address: words with abbreviations written one way; the street and house number alone. #}
{% macro address_forms(words, street_abbreviations) -%}
    {%- set word = "coalesce(abbreviations.word, words.word)" -%}
    {%- set is_number = "left(words.word, 1) between '0' and '9'" -%}
    select
        words.value,
        {{ join_words(word, 'words.position') }} as address,
        {{ join_words("case when not " ~ is_number ~ " then " ~ word ~ " end", 'words.position') }}
            as street,
        substr(
            min(case
                when {{ is_number }}
                    then lpad(cast(words.position as varchar), 3, '0') || words.word
            end),
            4
        ) as house_number,
    from {{ words }} as words
    left join {{ street_abbreviations }} as abbreviations on words.word = abbreviations.abbreviation
    group by words.value
{%- endmacro %}
