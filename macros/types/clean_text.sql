{#
    A delivered text, trimmed, without invisible characters; null if empty.

    Blanks of every kind (no-break, ideographic, tab, line break) become a space; zero-width and
    control characters are removed. Most texts are plain ASCII and need neither.

    Arguments:
        column        a text column
        odd           text of the characters to replace
        replacements  their replacements; a character that has none is removed

    With many columns, `odd` and `replacements` come from a CTE (odd_characters), so that the two
    long texts are made once.

    Example:
        {{ clean_text('_batch_id') }}
#}
{% macro clean_text(column, odd=none, replacements=none) -%}
    nullif(trim(
        case
            when {{ matches_pattern(column, '[ -~]*') }} then {{ column }}
            else translate(
                {{ column }},
                {{ odd or odd_text() }},
                {{ replacements or odd_text(is_replacement=true) }}
            )
        end
    ), '')
{%- endmacro %}

{#
    A select of one row: the characters that clean_text replaces as `odd`, and `replacements`.

    Example:
        odd_characters as ({{ odd_characters() }})
#}
{% macro odd_characters() -%}
    select
        {{ odd_text() }} as odd,
        {{ odd_text(is_replacement=true) }} as replacements
{%- endmacro %}

{#
    The characters that clean_text replaces, blanks first, as SQL; or their replacements, a space
    for each blank.

    Arguments:
        is_replacement  whether the replacements are wanted

    Example:
        see odd_characters
#}
{% macro odd_text(is_replacement=false) -%}
    {#- Tab to carriage return, separators, blanks of Unicode, and two letters that are blank. -#}
    {%- set blanks = range(9, 14) | list + range(28, 32) | list + [133, 160, 5760]
        + range(8192, 8203) | list + [8232, 8233, 8239, 8287, 10240, 12288, 12644] -%}
    {#- Controls, the soft hyphen, joiners, directions and byte-order marks. -#}
    {%- set invisible = range(0, 9) | list + range(14, 28) | list + range(127, 133) | list
        + range(134, 160) | list + [173, 847, 1564, 6158] + range(8203, 8208) | list
        + range(8234, 8239) | list + range(8288, 8293) | list + range(8294, 8304) | list + [65279]
        + range(65529, 65532) | list -%}
    {%- if is_replacement -%} '{{ ' ' * blanks | length }}'
    {%- else -%}
        {%- set points = blanks + invisible -%}
        {{ text_of_hex((('%c' * points | length) | format(*points)).encode().hex()) }}
    {%- endif -%}
{%- endmacro %}
