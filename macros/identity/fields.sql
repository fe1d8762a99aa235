{#
    A standardised e-mail address: lower case, without tags, and without dots for Gmail.

    Null if it is not local@domain or is masked.

    Arguments:
        column  a text expression

    Example:
        {{ standard_email('email') }}   -- 'J.Doe+news@GoogleMail.com' gives 'jdoe@gmail.com'
#}
{% macro standard_email(column) -%}
    {%- set allowed = replace_pattern(fold_text(column), '[^A-Z0-9@._%+*-]', '') -%}
    {%- set text = "replace(lower(" ~ allowed ~ "), 'mailto', '')" -%}
    {%- set local = "split_part(split_part(" ~ text ~ ", '@', 1), '+', 1)" -%}
    {%- set domain = "trim(split_part(" ~ text ~ ", '@', 2), '.')" -%}
    case
        when {{ text }} like '%*%' or {{ text }} like '%@%@%' then null
        when {{ text }} not like '_%@_%' then null
        when {{ local }} = '' or {{ domain }} = '' then null
        when {{ domain }} in ('gmail.com', 'googlemail.com')
            then replace({{ local }}, '.', '') || '@gmail.com'
        else {{ local }} || '@' || {{ domain }}
    end
{%- endmacro %}

{#
    The national part of a phone number: digits without extension, country code and trunk zero.

    Null if it has fewer than five digits or all digits are the same.

    Arguments:
        column  a text expression
        digits  its phone_digits, if a column already has them (optional)

    Example:
        {{ standard_phone('phone') }}   -- '+49 (0)30 1234-567 ext. 12' gives '301234567'
#}
{% macro standard_phone(column, digits=none) -%}
    {%- set digits = digits or phone_digits(column) -%}
    {%- set is_international = "(trim(" ~ column ~ ") like '+%' or trim(" ~ column ~ ") like '00%'"
        ~ " or trim(" ~ column ~ ") like '(+%' or length(" ~ digits ~ ") >= 12)" -%}
    {%- set two_digit_codes = "('44', '49', '33', '91', '81', '61', '39', '34', '31', '32', '41',"
        ~ " '43', '45', '46', '47', '48', '52', '55', '65', '82', '86')" -%}
    {%- set national -%}
        ltrim(case
            when {{ is_international }} and left({{ digits }}, 2) in {{ two_digit_codes }}
                then substr({{ digits }}, 3)
            when left({{ digits }}, 1) = '1'
                and ({{ is_international }} or length({{ digits }}) = 11)
                then substr({{ digits }}, 2)
            else {{ digits }}
        end, '0')
    {%- endset -%}
    case
        when length({{ national }}) < 5 then null
        when replace({{ national }}, left({{ national }}, 1), '') = '' then null
        else {{ national }}
    end
{%- endmacro %}

{#
    The digits of a phone number, without extension and leading zeros.

    The slow pattern for extensions is applied only to text with a letter or #.

    Arguments:
        column  a text expression

    Example:
        {{ phone_digits('phone') }}   -- '+49 (0)30 1234-567 ext. 12' gives '49301234567'
#}
{% macro phone_digits(column) -%}
    {%- set extension = ' *(EXTENSION|EXTN|EXT|X|DW|#|DURCHWAHL)[ .:]*[0-9]+ *$' -%}
    {%- set text -%}
        case
            when upper({{ column }}) <> lower({{ column }}) or {{ column }} like '%#%'
                then {{ replace_pattern("upper(" ~ column ~ ")", extension, '') }}
            else {{ column }}
        end
    {%- endset -%}
    ltrim({{ replace_pattern("replace(" ~ text ~ ", '(0)', '')", '[^0-9]', '') }}, '0')
{%- endmacro %}

{#
    A date of birth as YYYYMMDD text. Invalid dates keep their digits, so that typos compare.

    The year may come first with any punctuation. With the year last, periods mean day first and
    slashes month first.

    Arguments:
        column  a text expression

    Example:
        {{ standard_birth_date('birth_date') }}   -- '31.12.1980' gives '19801231'
#}
{% macro standard_birth_date(column) -%}
    {%- set text = replace_pattern("left(trim(" ~ column ~ "), 10)", '[/.]', '-') -%}
    {%- set first = "split_part(" ~ text ~ ", '-', 1)" -%}
    {%- set second = "right('0' || split_part(" ~ text ~ ", '-', 2), 2)" -%}
    {%- set third = "split_part(" ~ text ~ ", '-', 3)" -%}
    {%- set first_two = "right('0' || " ~ first ~ ", 2)" -%}
    {%- set digits = replace_pattern(column, '[^0-9]', '') -%}
    case
        when length({{ digits }}) < 6 or replace({{ digits }}, '0', '') = '' then null
        when length({{ first }}) = 4
            then {{ first }} || {{ second }} || right('0' || {{ third }}, 2)
        when length({{ third }}) = 4 and ({{ column }} like '%.%' or {{ first_two }} > '12')
            then {{ third }} || {{ second }} || {{ first_two }}
        when length({{ third }}) = 4 then {{ third }} || {{ first_two }} || {{ second }}
        else left({{ digits }}, 8)
    end
{%- endmacro %}

{#
    An identifier (tax, VAT or national id) as capitals and digits; null if all are the same.

    Arguments:
        column  a text expression

    Example:
        {{ standard_identifier('national_id') }}   -- 'de 123 456 789' gives 'DE123456789'
#}
{% macro standard_identifier(column) -%}
    {%- set text = replace_pattern(fold_text(column), '[^A-Z0-9]', '') -%}
    case
        when length({{ text }}) < 4 or replace({{ text }}, left({{ text }}, 1), '') = '' then null
        else {{ text }}
    end
{%- endmacro %}

{#
    A postcode as capitals and digits, without leading zeros; of a ZIP+4 code the first five digits.

    Arguments:
        column  a text expression

    Example:
        {{ standard_postcode('postcode') }}   -- '01067' and '1067' give '1067'
#}
{% macro standard_postcode(column) -%}
    {%- set text = replace_pattern(fold_text(column), '[^A-Z0-9]', '') -%}
    nullif(ltrim(case
        when {{ column }} like '_____-____' then left({{ text }}, 5)
        else {{ text }}
    end, '0'), '')
{%- endmacro %}

{#
    A postal address as words, with German street suffixes split off the street name.

    Arguments:
        column  a text expression

    Example:
        {{ address_words('address') }}   -- 'Hauptstraße 5, 2. OG' gives 'HAUPT STR 5 2 OG'
#}
{% macro address_words(column) -%}
    {%- set text = "replace(replace(" ~ replace_pattern(fold_text(column), "[^A-Z0-9]+", ' ')
        ~ " || ' ', 'STRASSE ', ' STR '), 'STR ', ' STR ')" -%}
    {{ plain_words(text) }}
{%- endmacro %}
