{#
    A delivered string, trimmed, without invisible characters; null if empty.

    Whitespace of any kind (no-break, ideographic, tab, line break) becomes a space. Characters of
    the Unicode categories control (Cc), format (Cf) and default ignorable are removed, such as
    zero-width characters, directions, variation selectors and tags. Characters that enclose the
    number after them stay, because they are visible. Most strings are plain ASCII and need no
    replacement.

    Arguments:
        column        a text column
        characters    text of the characters to replace
        replacements  their replacements; a character that has none is removed

    With many columns, take `characters` and `replacements` from a CTE (special_characters), so that
    the two long strings are built once.

    Example:
        {{ clean_text('_batch_id') }}
#}
{% macro clean_text(column, characters=none, replacements=none) -%}
    nullif(trim(
        case
            when {{ matches_pattern(column, '[ -~]*') }} then {{ column }}
            else translate(
                {{ without_high_invisible(column) }},
                {{ characters or special_characters_text() }},
                {{ replacements or special_characters_text(is_replacement=true) }}
            )
        end
    ), '')
{%- endmacro %}

{#
    A select of one row: the characters that clean_text replaces as `characters`, and
    `replacements`.

    Example:
        special_characters as ({{ special_characters() }})
#}
{% macro special_characters() -%}
    select
        {{ special_characters_text() }} as characters,
        {{ special_characters_text(is_replacement=true) }} as replacements
{%- endmacro %}

{#
    The characters that clean_text replaces, whitespace first, as SQL; or their replacements, a
    space for each whitespace character.

    Arguments:
        is_replacement  whether the replacements are wanted

    Example:
        see special_characters
#}
{% macro special_characters_text(is_replacement=false) -%}
    {#- Tab to carriage return, separators, Unicode whitespace, and three blank letters. -#}
    {%- set whitespace = range(9, 14) | list + range(28, 32) | list + [133, 160, 5760]
        + range(8192, 8203) | list + [8232, 8233, 8239, 8287, 10240, 12288, 12644, 65440] -%}
    {#- Controls, the soft hyphen, fillers, joiners, directions, selectors, byte-order marks. -#}
    {%- set invisible = range(0, 9) | list + range(14, 28) | list + range(127, 133) | list
        + range(134, 160) | list + [173, 847, 1564, 4447, 4448, 6068, 6069]
        + range(6155, 6160) | list + range(8203, 8208) | list + range(8234, 8239) | list
        + range(8288, 8304) | list + range(65024, 65040) | list + [65279]
        + range(65520, 65533) | list -%}
    {%- if is_replacement -%} '{{ ' ' * whitespace | length }}'
    {%- else -%}
        {%- set points = whitespace + invisible -%}
        {{ text_of_hex((('%c' * points | length) | format(*points)).encode().hex()) }}
    {%- endif -%}
{%- endmacro %}

{#
    A string without the invisible characters beyond the first 65,536: format controls, variation
    selectors and tags. They are too many to list for `translate`.

    Arguments:
        text  a text expression

    Example:
        see clean_text
#}
{% macro without_high_invisible(text) -%}
    {#- A class of four ranges, from U+13430 to U+E0FFF. -#}
    {%- set pattern = text_of_hex(
        '5bf09390b02df09390bff09bb2a02df09bb2a3f09d85b32df09d85baf3a080802df3a0bfbf5d'
    ) -%}
    {{- adapter.dispatch('replace_all')(text, pattern) -}}
{%- endmacro %}

{% macro default__replace_all(text, pattern) -%}
    regexp_replace({{ text }}, {{ pattern }}, '')
{%- endmacro %}

{% macro duckdb__replace_all(text, pattern) -%}
    regexp_replace({{ text }}, {{ pattern }}, '', 'g')
{%- endmacro %}
