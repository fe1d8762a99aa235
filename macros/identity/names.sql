{#
    One row per name: its words without the legal form of a company or the title of a person, and
    whether it belongs to a company or a person.

    A suffix such as Jr. is not part of the name, but distinguishes father and son. A name without
    any listed word stays as it is, which saves joining its words again.

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
    Person or organisation, with the matching name columns.

    A record with a company name is an organisation. So is a full name, or a last name without a
    first name, that contains a legal form or another company word. In other full names the last
    name is the last word, or everything before a comma.
#}
{% macro decide_party_kind(relation, name_forms) -%}
    {%- set is_organisation = "(records.org_name is not null or whole.names_organisation = 1"
        ~ " or (records.first_name is null and lasts.names_organisation = 1))" -%}
    {%- set whole_words = "whole.person_form" -%}
    select
        records.version_id, records.record_id, records.known_from, records.known_to, records.source,
        case
            when {{ is_organisation }} then 'ORGANISATION'
            when coalesce(records.first_name, records.last_name, records.whole_name) is not null
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
        records.email, records.phone, records.address, records.city, records.postcode,
        records.country, records.birth_date, records.national_id,
    from {{ relation }} as records
    left join {{ name_forms }} as firsts on records.first_name = firsts.value
    left join {{ name_forms }} as lasts on records.last_name = lasts.value
    left join {{ name_forms }} as orgs on records.org_name = orgs.value
    left join {{ name_forms }} as whole on records.whole_name = whole.value
    left join {{ name_forms }} as comma_firsts on records.comma_first_name = comma_firsts.value
    left join {{ name_forms }} as comma_lasts on records.comma_last_name = comma_lasts.value
{%- endmacro %}

{# The last word of a text of words. #}
{% macro last_word(text) -%}
    split_part({{ text }}, ' ', -1)
{%- endmacro %}

{# The root of the first name (what a nickname is short for) and the full name, unsorted. #}
{% macro add_name_keys(relation, nicknames) -%}
    select
        records.*,
        coalesce(nicknames.canonical, split_part(records.first_name, ' ', 1)) as first_root,
        case
            when records.org_name is not null then records.org_name
            when records.first_name is null then records.last_name
            when records.last_name is null then records.first_name
            else records.first_name || ' ' || records.last_name
        end as unsorted_name,
    from {{ relation }} as records
    left join {{ nicknames }} as nicknames
        on split_part(records.first_name, ' ', 1) = nicknames.name
{%- endmacro %}

{# Per address: its words with abbreviations expanded; street and house number separately. #}
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
