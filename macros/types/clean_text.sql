{#
    A delivered text, trimmed, without invisible characters; null if empty.

    Blanks of every kind (no-break, ideographic, tab, line break) become a space; zero-width and
    control characters are removed. Both lists come from the CTE odd_characters, in which they are
    made once. Most texts are plain ASCII and need neither.

    Arguments:
        column  a text column

    Example:
        see landing
#}
{% macro clean_text(column) -%}
    nullif(trim(
        case
            when {{ matches_pattern(column, '[ -~]*') }} then {{ column }}
            else translate({{ column }}, odd_characters.odd, odd_characters.replacements)
        end
    ), '')
{%- endmacro %}

{#
    A select of one row: the characters that clean_text replaces, those that become a space first,
    and their replacements. The others have none, so that they are removed.

    Example:
        odd_characters as ({{ odd_characters() }})
#}
{% macro odd_characters() -%}
    {#- Tab to carriage return, separators, and the blanks of Unicode, with two blank letters. -#}
    {%- set blanks = [
        range(9, 14), range(28, 32), [133, 160, 5760], range(8192, 8203),
        [8232, 8233, 8239, 8287, 10240, 12288, 12644],
    ] -%}
    {#- Controls, the soft hyphen, zero-width characters, directions and byte-order marks. -#}
    {%- set removed = [
        range(0, 9), range(14, 28), range(127, 133), range(134, 160), [173, 847, 1564, 6158],
        range(8203, 8208), range(8234, 8239), range(8288, 8293), range(8294, 8304), [65279],
        range(65529, 65532),
    ] -%}
    {%- set characters = [] -%}
    {%- for code_points in blanks + removed -%}
        {%- for code_point in code_points -%}
            {%- do characters.append('chr(' ~ code_point ~ ')') -%}
        {%- endfor -%}
    {%- endfor -%}
    select
        {{ characters | join(' || ') }} as odd,
        '{{ ' ' * (blanks | map('length') | sum) }}' as replacements
{%- endmacro %}
