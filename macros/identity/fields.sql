{#
    A relation with a standardised e-mail address: lower case, without tags, and without dots for
    Gmail.

    It may have a display name, a scheme, a comment or further addresses, as in a mail header. Null
    if it is not local@domain or is masked.

    Arguments:
        relation  relation or query in parentheses
        column    its column with folded text
        name      name of the new column

    Example:
        select * from ({{ add_standard_email('folded', 'email', 'standard_email') }}) as emails
        -- 'J. Doe <J.Doe+news@GoogleMail.com>' gives 'jdoe@gmail.com'
#}
{% macro add_standard_email(relation, column, name) -%}
    select
        *,
        {{ checked_mailbox('mailbox_text') }} as {{ name }}
    from (
        select
            *,
            {{ mailbox_text(column) }} as mailbox_text
        from {{ relation }}
    ) as mailboxes
{%- endmacro %}

{# The first address of a folded text in lower case, without display name, scheme and comment. #}
{% macro mailbox_text(folded) -%}
    {%- set spaced = replace_pattern(folded, ' ?[[(]AT[])] ?| *@ *', '@') -%}
    {%- set written = "replace(" ~ replace_pattern(spaced, ' +[.]', '.') ~ ", '%40', '@')" -%}
    {%- set sign = '[^][:space:]<>(),;:/|?["]' -%}
    {%- set first = first_match(written, sign ~ "+@" ~ sign ~ "+") -%}
    {%- set bare -%}
        case
            when {{ is_plain_mailbox(folded) }} then {{ folded }}
            else coalesce({{ first }}, {{ folded }})
        end
    {%- endset -%}
    lower({{ replace_pattern(bare, '[^' ~ word_characters() ~ '@._%+*-]', '') }})
{%- endmacro %}

{# Whether a folded text is an address and nothing else. #}
{% macro is_plain_mailbox(folded) -%}
    {{ matches_pattern(folded, '[A-Z0-9._+*-]+@[A-Z0-9.-]+') }}
{%- endmacro %}

{# The output of mailbox_text, checked and without tags. #}
{% macro checked_mailbox(text) -%}
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
    A relation with a date of birth as YYYYMMDD text. Invalid dates keep their digits, so that dates
    with typos can be compared.

    The year may come first or last, with two or four digits; the month may be a name. A number
    above 12 shows whether day or month comes first; without one, `day_order` decides. If that is
    null, dates with periods or without punctuation have the day first, all others the month.

    Arguments:
        relation   relation or query in parentheses
        column     its column with folded text
        name       name of the new column
        day_order  text expression: 'D' if the day comes first, 'M' if the month does, or null

    Example:
        select * from ({{ add_standard_birth_date('folded', 'birth_date', 'birthday') }}) as dates
        -- '31.12.1980' and '31 Dec 80' give '19801231'
#}
{% macro add_standard_birth_date(relation, column, name, day_order="cast(null as varchar)") -%}
    select
        *,
        {{ date_of_parts('date_text', 'date_day_order') }} as {{ name }}
    from (
        select
            *,
            {%- for part, place in [('first', 1), ('second', 2), ('third', 3)] %}
            split_part(replace(date_text, '.', '-'), '-', {{ place }}) as date_{{ part }},
            {%- endfor %}
            replace(replace(date_text, '.', ''), '-', '') as date_digits
        from (
            select
                *,
                {{ numeric_date('date_day', 'date_month') }} as date_text
            from (
                select
                    *,
                    {{ month_number('date_word') }} as date_month
                from (
                    select
                        *,
                        {{ day_order }} as date_day_order,
                        {{ replace_pattern(column, '( |T)[0-9]?[0-9]:[0-9].*', '') }} as date_day,
                        {{ date_word(column) }} as date_word
                    from {{ relation }}
                ) as date_words
            ) as date_months
        ) as date_strings
    ) as dates_in_parts
{%- endmacro %}

{# The first four letters of the longest word of a folded date; null if it has none. #}
{% macro date_word(folded) -%}
    case
        when upper({{ folded }}) <> lower({{ folded }})
            then left({{ replace_pattern(
                replace_pattern(
                    folded, '[0-9](ST|ND|RD|TH)|(^|[^A-Z])(DE|OF|DEL|DEN|LE|THE)[^A-Z]', ' '
                ),
                '[^A-Z]', ''
            ) }}, 4)
    end
{%- endmacro %}

{# A folded date as numbers with hyphens, or with periods if the day comes first. #}
{% macro numeric_date(day, month) -%}
    {%- set numbers = "trim(" ~ replace_pattern(day, '[^0-9]+', '-') ~ ", '-')" -%}
    {%- set first = "split_part(" ~ numbers ~ ", '-', 1)" -%}
    {%- set second = "split_part(" ~ numbers ~ ", '-', 2)" -%}
    case
        when {{ month }} is null and {{ day }} like '%.%' then replace({{ numbers }}, '-', '.')
        when {{ month }} is null then {{ numbers }}
        when length({{ first }}) = 4 then {{ first }} || '-' || {{ month }} || '-' || {{ second }}
        else {{ whole_year(second) }} || '-' || {{ month }} || '-' || {{ first }}
    end
{%- endmacro %}

{#
    The number of a month from the first four letters of its name in European languages, or null.

    Four letters are tried first. Three are the beginning of a name, or a Roman numeral.
#}
{% macro month_number(word) -%}
    {%- set months = [
        ('01', 'JAEN YANV STYC SICH', 'JAN GEN ENE LED IAN OCA TAM SAU SIJ JAA I'),
        ('02', 'UNOR HELM LYUT SUBA', 'FEB FEV LUT VEL VEE II'),
        ('03', 'MAER MAAR BREZ MAAL BERE', 'MAR MRT KOV OZU III'),
        ('04', 'KWIE KVIT', 'APR AVR ABR DUB NIS HUH BAL IV'),
        ('05', 'KVET TOUK', 'MAI MAY MAG MEI MAJ GEG SVI V'),
        ('06', 'JUIN IYUN CZER CERV CHER LIPA IOUN IOYN', 'JUN GIU IUN HAZ KES BIR JUU VI'),
        ('07', 'JUIL IYUL JUUL IOUL IOYL', 'JUL LUG LIP LYP IUL TEM HEI LIE VII'),
        ('08', 'SIER RUGP SERP VIII', 'AUG AGO AOU SRP AVG AGU AYG ELO KOL'),
        ('09', 'ZARI WRZE RUGS', 'SEP SET SEN SYY EYL VER RUJ SZE IX'),
        ('10', 'PAZD', 'OCT OKT OTT OUT RIJ EKI LOK SPA ZHO X'),
        ('11', 'LIST LYST MARR', 'NOV NOY NOE NOI KAS LAP STU XI'),
        ('12', 'GRUD GRUO PROS', 'DEC DEZ DIC DES DEK DET ARA JOU XII'),
    ] -%}
    case
        {%- for number, long, _ in months %}
        when {{ word }} in ('{{ long.split() | join("', '") }}') then '{{ number }}'
        {%- endfor %}
        {%- for number, _, short in months %}
        when left({{ word }}, 3) in ('{{ short.split() | join("', '") }}') then '{{ number }}'
        {%- endfor %}
    end
{%- endmacro %}

{# The output of numeric_date as YYYYMMDD; see add_standard_birth_date. #}
{% macro date_of_parts(text, day_order) -%}
    {%- set first, second, third = "date_first", "date_second", "date_third" -%}
    {%- set two_of_first = "right('0' || " ~ first ~ ", 2)" -%}
    {%- set two_of_second = "right('0' || " ~ second ~ ", 2)" -%}
    {%- set day_first -%}
        ({{ two_of_first }} > '12' or ({{ two_of_second }} <= '12' and coalesce(
            {{ day_order }} = 'D', {{ text }} like '%.%'
        )))
    {%- endset -%}
    case
        when length(date_digits) < 6
            and not ({{ third }} <> '' and length({{ third }}) = 2) then null
        when replace(date_digits, '0', '') = '' then null
        when {{ third }} = '' then {{ date_of_digits('date_digits', day_order) }}
        when length({{ first }}) = 4
            then {{ first }} || {{ two_of_second }} || right('0' || {{ third }}, 2)
        when length({{ third }}) <= 2 and {{ two_of_first }} > '31'
            then {{ whole_year(two_of_first) }} || {{ two_of_second }}
                || right('0' || {{ third }}, 2)
        when {{ day_first }}
            then {{ whole_year(third) }} || {{ two_of_second }} || {{ two_of_first }}
        else {{ whole_year(third) }} || {{ two_of_first }} || {{ two_of_second }}
    end
{%- endmacro %}

{# A two-digit year with its century: 20 for 00 to 25, otherwise 19. #}
{% macro whole_year(year) -%}
    case
        when length({{ year }}) > 2 then {{ year }}
        when right('0' || {{ year }}, 2) <= '25' then '20' || right('0' || {{ year }}, 2)
        else '19' || right('0' || {{ year }}, 2)
    end
{%- endmacro %}

{#
    A date without punctuation. The year is at the start if that gives a valid year and month,
    otherwise at the end.
#}
{% macro date_of_digits(digits, day_order) -%}
    {%- set day, month = "between '01' and '31'", "between '01' and '12'" -%}
    {%- set year = "between '1850' and '2099'" -%}
    case
        when length({{ digits }}) = 6 and left({{ digits }}, 2) > '31'
            then {{ whole_year("left(" ~ digits ~ ", 2)") }} || right({{ digits }}, 4)
        when length({{ digits }}) <> 8
            or (left({{ digits }}, 4) {{ year }} and substr({{ digits }}, 5, 2) {{ month }})
            or not (right({{ digits }}, 4) {{ year }})
            then left({{ digits }}, 8)
        when
            substr({{ digits }}, 3, 2) {{ month }} and left({{ digits }}, 2) {{ day }}
            and (coalesce({{ day_order }}, 'D') = 'D' or left({{ digits }}, 2) > '12')
            then right({{ digits }}, 4) || substr({{ digits }}, 3, 2) || left({{ digits }}, 2)
        when left({{ digits }}, 2) {{ month }} and substr({{ digits }}, 3, 2) {{ day }}
            then right({{ digits }}, 4) || left({{ digits }}, 4)
        else left({{ digits }}, 8)
    end
{%- endmacro %}

{#
    An identifier (tax, VAT or national id) as upper-case letters and digits; null if all of them
    are the same, or none is a digit.

    Arguments:
        column     a text expression
        is_folded  whether it is folded text

    Example:
        {{ standard_identifier('national_id') }}   -- 'de 123 456 789' gives 'DE123456789'
#}
{% macro standard_identifier(column, is_folded=false) -%}
    {%- set text = column if is_folded else fold_text(column) -%}
    {%- set text = replace_pattern(text, '[^A-Z0-9]', '') -%}
    case
        when length(ltrim({{ text }}, '0')) < 4 then null
        when replace({{ text }}, left({{ text }}, 1), '') = '' then null
        when {{ text }} = {{ replace_pattern(text, '[0-9]', '') }} then null
        else {{ text }}
    end
{%- endmacro %}

{#
    A postcode as upper-case letters and digits, without leading zeros and country prefix. A ZIP+4
    code is cut to its first five digits.

    Arguments:
        column     a text expression
        is_folded  whether it is folded text
        country    text expression, its two letters (optional)

    Example:
        {{ standard_postcode('postcode') }}   -- '01067', '1067' and 'D-01067' give '1067'
#}
{% macro standard_postcode(column, is_folded=false, country=none) -%}
    {%- set folded = "trim(" ~ (column if is_folded else fold_text(column)) ~ ")" -%}
    {%- set text = replace_pattern(folded, '[^' ~ word_characters() ~ ']', '') -%}
    nullif(ltrim(case
        when {{ folded }} like '_____-____' then left({{ text }}, 5)
        {%- if country %}
        when {{ country }} = 'US' and length({{ text }}) = 9 then left({{ text }}, 5)
        {%- endif %}
        when {{ folded }} like '%-___%' and left({{ folded }}, 1) > '9'
            then {{ replace_pattern(folded, '^[A-Z]{1,3} ?-|[^' ~ word_characters() ~ ']', '') }}
        else {{ text }}
    end, '0'), '')
{%- endmacro %}

{#
    A postal address as words, with German street suffixes split off the street name.

    Arguments:
        column     a text expression
        is_folded  whether it is folded text

    Example:
        {{ address_words('address') }}   -- 'Hauptstraße 5, 2. OG' gives 'HAUPT STR 5 2 OG'
#}
{% macro address_words(column, is_folded=false) -%}
    {%- set text = column if is_folded else fold_text(column) -%}
    {%- set text = replace_pattern(text, '[^' ~ word_characters() ~ ']+', ' ') -%}
    {%- set text = "replace(replace(" ~ text ~ " || ' ', 'STRASSE ', ' STR '), 'STR ', ' STR ')" -%}
    {{ plain_words(text) }}
{%- endmacro %}
