{#
    Names that are all upper or lower case, in name case: text, is_company, cased_text.

    Words in name_spellings get the spelling listed there: GmbH, van, III. In the name of a company,
    words without a vowel and a first word of up to three upper-case letters are acronyms, unless
    they are first names. Letters after a hyphen, an apostrophe or Mc are in upper case.

    Arguments:
        strings           CTE or relation: text, is_company
        name_spellings  word, spelling, used_in (any, company, inside, after particle)
        first_names     name

    Example:
        {{ name_case('strings', ref('name_spellings'), ref('first_names')) }}
        -- "LUDWIG O'NEIL-VAN DER MEER" gives "Ludwig O'Neil-van der Meer"
#}
{% macro name_case(strings, name_spellings, first_names) -%}
    {#-
        A space becomes the word _, so that the original spacing survives when the words are joined
        again.
    -#}
    {%- set spaced = namespace(text="replace(replace(text, '_', ' '), ' ', ' _ ')") -%}
    {%- for sign in ["-", "''", "’", ".", "/", "&", ",", "(", ")", "+"] -%}
        {%- set spaced.text = "replace(" ~ spaced.text ~ ", '" ~ sign ~ "', ' " ~ sign ~ " ')" -%}
    {%- endfor -%}
    with

    spaced_strings as (
        select text, is_company, trim({{ replace_pattern(spaced.text, ' +', ' ') }}) as spaced
        from {{ strings }}
    ),

    distinct_strings as (
        select spaced from spaced_strings group by spaced
    ),

    words as (
        {{ split_words('distinct_strings', 'spaced') }}
    ),

    placed_words as (
        {{ words_with_neighbours('words', name_spellings, first_names) }}
    ),

    cased as (
        select
            spaced_strings.text,
            spaced_strings.is_company,
            {{ join_words(cased_word(), 'placed_words.position') }} as joined
        from spaced_strings
        inner join placed_words on spaced_strings.spaced = placed_words.value
        group by spaced_strings.text, spaced_strings.is_company
    ),

    joined_strings as (
        select text, is_company, replace(replace(joined, ' ', ''), '_', ' ') as cased_text
        from cased
    )

    select
        text,
        is_company,
        case
            when is_company then replace(replace(cased_text, 'E.K.', 'e.K.'), 'E.V.', 'e.V.')
            else cased_text
        end as cased_text
    from joined_strings
{%- endmacro %}

{#
    Words with their listed spelling, and whether they are inside the name, after a particle or
    after an apostrophe.
#}
{% macro words_with_neighbours(words, name_spellings, first_names) -%}
    {%- set in_order = "over (partition by words.value order by words.position)" -%}
    select
        words.value,
        words.word,
        words.position,
        spellings.spelling,
        coalesce(spellings.used_in, '') as used_in,
        first_names.name is not null as is_first_name,
        words.position > 1 and lead(words.word) {{ in_order }} is not null as is_inside,
        coalesce(lag(words.word) {{ in_order }}, '') as word_before,
        coalesce(lag(spellings.used_in, 2) {{ in_order }}, '') = 'inside' as is_after_particle
    from {{ words }} as words
    left join {{ name_spellings }} as spellings on upper(words.word) = spellings.word
    left join {{ first_names }} as first_names on upper(words.word) = first_names.name
{%- endmacro %}

{# The spelling of a word of placed_words in the name. #}
{% macro cased_word() -%}
    {%- set word = "placed_words.word" -%}
    {%- set is_capital = "(is_company and " ~ word ~ " = upper(" ~ word ~ "))" -%}
    case
        when upper({{ word }}) = lower({{ word }}) then {{ word }}
        when used_in = 'any' or (used_in = 'company' and is_company) then spelling
        when used_in = 'inside' and is_inside and word_before in ('_', '-') then spelling
        when used_in = 'after particle' and is_inside and is_after_particle then spelling
        when word_before in ('''', '’') and upper({{ word }}) in ('S', 'T') then lower({{ word }})
        when length({{ word }}) = 1 then upper({{ word }})
        when {{ matches_pattern(word, '[0-9]+(ST|ND|RD|TH)') }} then lower({{ word }})
        when {{ matches_pattern(word, '[0-9].*') }} then {{ word }}
        when {{ is_capital }} and {{ matches_pattern(word, '[B-DF-HJ-NP-TV-XZ]{2,5}') }}
            then {{ word }}
        when {{ is_capital }} and position = 1 and length({{ word }}) <= 3 and not is_first_name
            then {{ word }}
        when upper({{ word }}) like 'MC___%'
            then 'Mc' || upper(substr({{ word }}, 3, 1)) || lower(substr({{ word }}, 4))
        when right(upper({{ word }}), 1) = 'Σ'
            then upper(left({{ word }}, 1))
                || lower(substr({{ word }}, 2, length({{ word }}) - 2)) || 'ς'
        else upper(left({{ word }}, 1)) || lower(substr({{ word }}, 2))
    end
{%- endmacro %}
