{#
    A string folded to upper case without diacritics, the form in which strings are compared.

    Accents are removed, also where they are characters of their own; German umlauts and ligatures
    become two letters. Full-width and other compatibility forms become plain ones, invisible
    characters disappear, whitespace and symbols become spaces. Greek, Cyrillic, Armenian and
    Georgian become Latin letters; within a Latin word, such a letter is read as the Latin letter
    that it looks like. Other scripts stay as they are.

    Arguments:
        column  a text expression

    Example:
        {{ fold_text('last_name') }}   -- 'Müller-Strauß' gives 'MUELLER-STRAUSS'
#}
{% macro fold_text(column) -%}
    {{ adapter.dispatch('fold_text')(column) }}
{%- endmacro %}

{% macro default__fold_text(column) -%}
    {%- set plain = "upper(" ~ without_look_alikes(column) ~ ")" -%}
    {%- set plain = expand_other(expand_latin(plain)) -%}
    {%- set plain = replace_pattern(plain, "[" ~ folded_range('symbols') ~ "]", " ") -%}
    {%- set folded = namespace(text=plain) -%}
    {%- for fold in [
        fold_accents, fold_western, fold_latin, fold_greek_and_cyrillic,
        fold_armenian_and_georgian, fold_semitic, fold_east_asian, fold_others,
    ] -%}
        {%- set arguments = folded.text ~ ", '" ~ fold() ~ "', '" ~ fold(true) ~ "'" -%}
        {%- set folded.text = "translate(" ~ arguments ~ ")" -%}
    {%- endfor -%}
    {{ folded.text }}
{%- endmacro %}

{#
    The same, but faster: most strings are ASCII, or Latin, for which DuckDB removes the accents. A
    folding table is used only for strings with one of its characters.
#}
{% macro duckdb__fold_text(column) -%}
    {%- set is_latin = matches_pattern(column, "[ -~" ~ folded_range('all_latin') ~ "]*") -%}
    {%- set spelled = expand_latin("upper(" ~ column ~ ")") -%}
    {%- set without_accents = "upper(strip_accents(" ~ spelled ~ "))" -%}
    {%- set plain = expand_other(expand_latin("upper(" ~ without_look_alikes(column) ~ ")")) -%}
    {%- set plain = replace_pattern(plain, "[" ~ folded_range('symbols') ~ "]", " ") -%}
    case
        when {{ is_ascii(column) }}
            then upper({{ column }})
        when {{ is_latin }}
            then {{ fold_as_needed(without_accents, column, {
                'western': fold_western, 'latin': fold_latin,
            }) }}
        else {{ fold_as_needed(plain, column, {
            'accents': fold_accents, 'western': fold_western, 'latin': fold_latin,
            'greek_and_cyrillic': fold_greek_and_cyrillic,
            'armenian_and_georgian': fold_armenian_and_georgian, 'semitic': fold_semitic,
            'east_asian': fold_east_asian, 'others': fold_others,
        }) }}
    end
{%- endmacro %}

{#
    A string with the folding tables of some scripts applied, each only if the string has such
    characters.
#}
{% macro fold_as_needed(text, column, scripts) -%}
    {%- set folded = namespace(text=text) -%}
    {%- for script, fold in scripts.items() -%}
        {%- set is_needed = "regexp_matches(" ~ column ~ ", '[" ~ folded_range(script) ~ "]')" -%}
        {%- set tables -%}
            case when {{ is_needed }} then '{{ fold() }}' else '' end,
            case when {{ is_needed }} then '{{ fold(true) }}' else '' end
        {%- endset -%}
        {%- set folded.text = "translate(" ~ folded.text ~ ", " ~ tables ~ ")" -%}
    {%- endfor -%}
    {{- folded.text -}}
{%- endmacro %}

{#
    A string in mixed script with its non-Latin letters replaced, if all of them look like Latin
    letters.
#}
{% macro without_look_alikes(column) -%}
    {%- set other = "[\u0370-\u058f\u13a0-\u13f5\ua4d0-\ua4f7]" -%}
    {%- set latin = "[A-Za-z\u00c0-\u024f]" -%}
    {%- set mixed = ".*(" ~ latin ~ other ~ "|" ~ other ~ latin ~ ").*" -%}
    {%- set mapped = "translate(" ~ column ~ ", '" ~ fold_look_alikes() ~ "', '"
        ~ fold_look_alikes(true) ~ "')" -%}
    case
        when
            {{ matches_pattern(column, mixed) }}
            and not {{ matches_pattern(mapped, ".*" ~ other ~ ".*") }}
            then {{ mapped }}
        else {{ column }}
    end
{%- endmacro %}

{#
    Whether a string is ASCII.

    Arguments:
        column  a text expression

    Example:
        select * from names where not {{ is_ascii('last_name') }}
#}
{% macro is_ascii(column) -%}
    {{ adapter.dispatch('is_ascii')(column) }}
{%- endmacro %}

{% macro default__is_ascii(column) -%}
    {{ matches_pattern(column, '[ -~]*') }}
{%- endmacro %}

{% macro duckdb__is_ascii(column) -%}
    (strlen({{ column }}) = length({{ column }}))
{%- endmacro %}

{#
    A string with every match of a regular expression replaced.

    Arguments:
        text         a text expression
        pattern      a regular expression without backslashes
        replacement  plain text

    Example:
        {{ replace_pattern('phone', '[^0-9]', '') }}
#}
{% macro replace_pattern(text, pattern, replacement) -%}
    {{ adapter.dispatch('replace_pattern')(text, pattern, replacement) }}
{%- endmacro %}

{% macro default__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}

{% macro duckdb__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{#
    The first match of a regular expression in a string; null if there is none.

    Arguments:
        text     a text expression
        pattern  a regular expression without backslashes and groups

    Example:
        {{ first_match('email', '[^ ]+@[^ ]+') }}
#}
{% macro first_match(text, pattern) -%}
    {{ adapter.dispatch('first_match')(text, pattern) }}
{%- endmacro %}

{% macro default__first_match(text, pattern) -%}
    regexp_substr({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro duckdb__first_match(text, pattern) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}'), '')
{%- endmacro %}

{#
    The first e-mail address or phone number of a JSON list, null if it has none; any other value
    unchanged.

    Arguments:
        text   a text expression
        field  email or phone

    Example:
        {{ first_listed('phones', 'phone') }}
        -- '["+55 11 96138-8905", "11 3130-1717"]' gives '+55 11 96138-8905'
#}
{% macro first_listed(text, field) -%}
    {%- set patterns = {'email': '[^"]+@[^"]+', 'phone': '[+(]?[0-9][-0-9 ()./]{4,}'} -%}
    case
        when cast({{ text }} as varchar) like '[%]'
            then {{ first_match('cast(' ~ text ~ ' as varchar)', patterns[field]) }}
        else cast({{ text }} as varchar)
    end
{%- endmacro %}

{#
    A string with a separator inserted after (or before) the group of a regular expression. The rest
    of the match is dropped.

    Arguments:
        text       a text expression
        pattern    a regular expression with one group
        separator  plain text
        is_after   whether the group comes after the separator

    Example:
        {{ split_captured('name', '([A-Z][A-Z])[.]', ' ') }}   -- 'DR.X' gives 'DR X'
#}
{% macro split_captured(text, pattern, separator, is_after=false) -%}
    {{ adapter.dispatch('split_captured')(text, pattern, separator, is_after) }}
{%- endmacro %}

{% macro default__split_captured(text, pattern, separator, is_after) -%}
    {%- set captured = '\\\\1' -%}
    {%- set replacement = separator ~ captured if is_after else captured ~ separator -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}

{% macro duckdb__split_captured(text, pattern, separator, is_after) -%}
    {%- set captured = '\\1' -%}
    {%- set replacement = separator ~ captured if is_after else captured ~ separator -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{#
    The letters and digits of a folded text, with single spaces between words; null if none.

    Arguments:
        text  a folded text expression

    Example:
        {{ plain_words("'O-NEIL,  (J)'") }}   -- 'O NEIL J'
#}
{% macro plain_words(text) -%}
    nullif({{ spaced_words(text) }}, '')
{%- endmacro %}

{# The same, empty if none. #}
{% macro spaced_words(text) -%}
    trim({{ replace_pattern(text, '[^' ~ word_characters() ~ ']+', ' ') }})
{%- endmacro %}

{#
    The characters of which words of a folded string consist, as ranges for a regular expression:
    upper-case letters, digits, and the characters of other scripts.

    Example:
        {{ replace_pattern(text, '[^' ~ word_characters() ~ ']+', ' ') }}
#}
{% macro word_characters() -%}
    {{- 'A-Z0-9\u0100-\U0003fffd' -}}
{%- endmacro %}

{#
    One row per word of a string: value, word, position.

    Arguments:
        relation  relation or CTE
        column    its text column, words separated by one space

    Example:
        {{ split_words('name_values', 'value') }}
#}
{% macro split_words(relation, column) -%}
    {{ adapter.dispatch('split_words')(relation, column) }}
{%- endmacro %}

{% macro default__split_words(relation, column) -%}
    select
        {{ relation }}.{{ column }} as value,
        words.value as word,
        words.index as position,
    from {{ relation }}, lateral split_to_table({{ relation }}.{{ column }}, ' ') as words
{%- endmacro %}

{% macro duckdb__split_words(relation, column) -%}
    select
        {{ column }} as value,
        unnest(string_split({{ column }}, ' ')) as word,
        generate_subscripts(string_split({{ column }}, ' '), 1) as position,
    from {{ relation }}
{%- endmacro %}

{#
    An aggregate that joins words with spaces.

    Arguments:
        word      text expression; nulls are skipped
        order_by  expression to order by

    Example:
        {{ join_words('word', 'position') }}
#}
{% macro join_words(word, order_by) -%}
    {{ adapter.dispatch('join_words')(word, order_by) }}
{%- endmacro %}

{% macro default__join_words(word, order_by) -%}
    nullif(listagg({{ word }}, ' ') within group (order by {{ order_by }}), '')
{%- endmacro %}

{# Sorting a list takes half the time of an ordered aggregate. #}
{% macro duckdb__join_words(word, order_by) -%}
    {%- set sorted = "list_sort(list({'place': " ~ order_by ~ ", 'word': " ~ word
        ~ "}) filter (where " ~ word ~ " is not null))" -%}
    nullif(array_to_string(list_transform({{ sorted }}, lambda found: found.word), ' '), '')
{%- endmacro %}

{#
    The words of a string in alphabetical order.

    Arguments:
        text  a text expression, words separated by one space

    Example:
        {{ sorted_words("'SMITH ANN LEE'") }}   -- 'ANN LEE SMITH'
#}
{% macro sorted_words(text) -%}
    {{ adapter.dispatch('sorted_words')(text) }}
{%- endmacro %}

{% macro default__sorted_words(text) -%}
    array_to_string(array_sort(split({{ text }}, ' ')), ' ')
{%- endmacro %}

{% macro duckdb__sorted_words(text) -%}
    array_to_string(list_sort(string_split({{ text }}, ' ')), ' ')
{%- endmacro %}

{#
    Soundex code of a folded word, the same on every engine.

    Arguments:
        word  a folded text expression

    Example:
        {{ sound_code('last_name') }}   -- 'ROBERT' gives 'R163'
#}
{% macro sound_code(word) -%}
    {%- set code = namespace(text="translate(" ~ word
        ~ ", 'BFPVCGJKQSXZDTLMNRAEIOUYHW 0123456789', '111122222222334556000000')") -%}
    {%- for digit in '112233445566' -%}
        {%- set twice = digit ~ digit -%}
        {%- set code.text = "replace(" ~ code.text ~ ", '" ~ twice ~ "', '" ~ digit ~ "')" -%}
    {%- endfor -%}
    left({{ word }}, 1) || left(replace(
        case
            when left({{ word }}, 1) in ('H', 'W') then {{ code.text }}
            else substr({{ code.text }}, 2)
        end,
        '0', ''
    ) || '000', 3)
{%- endmacro %}
