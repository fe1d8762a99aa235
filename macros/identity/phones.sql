{#
    A relation with a standardised phone number: calling code, number and extension, as in
    '49 301234567' and '1 2125550199x101'.

    The code comes from a + or an international prefix, or else from the country, if the number is
    as long as the numbers of that country; otherwise the result has no code. A leading zero stays
    where it is also dialled from abroad. The result is null if there are fewer than five digits, or
    all of them are the same.

    Arguments:
        relation  relation or query in parentheses
        column    its column with folded text
        name      name of the new column
        own_code  text expression, the calling code of the record's country (optional)

    Example:
        select * from ({{ add_standard_phone('folded', 'phone', 'standard_phone') }}) as phones
        -- '+49 (0)30 1234-567 ext. 12' gives '49 301234567x12'
#}
{% macro add_standard_phone(relation, column, name, own_code="cast(null as varchar)") -%}
    select
        *,
        {{ checked_phone('phone_bare', 'phone_extension') }} as {{ name }}
    from (
        select
            *,
            case
                when phone_dialled like '+%'
                    then phone_code || ' ' || {{ without_trunk('phone_after_code', 'phone_code') }}
                when {{ fits_code('phone_own_code', 'phone_at_home') }}
                    then phone_own_code || ' ' || phone_at_home
                else ltrim(phone_dialled, '0')
            end as phone_bare
        from (
            select
                *,
                substr(phone_dialled, 2 + length(phone_code)) as phone_after_code,
                {{ without_trunk('phone_dialled', 'phone_own_code') }} as phone_at_home
            from (
                select
                    *,
                    {{ calling_code("substr(phone_dialled, 2)") }} as phone_code
                from (
                    select
                        *,
                        {{ dialled_digits(
                            'phone_number', 'phone_digits', 'phone_own_code', 'phone_first_code'
                        ) }} as phone_dialled
                    from (
                        select
                            *,
                            {{ calling_code('phone_digits') }} as phone_first_code
                        from (
                            select
                                *,
                                {{ replace_pattern('phone_number', '[^0-9]', '') }} as phone_digits
                            from (
                                select
                                    *,
                                    {{ phone_without_parameters('phone_cut') }} as phone_number,
                                    {{ phone_extension(column, 'phone_cut') }} as phone_extension
                                from (
                                    select
                                        *,
                                        {{ own_code }} as phone_own_code,
                                        {{ phone_without_extension(column) }} as phone_cut
                                    from {{ relation }}
                                ) as without_extensions
                            ) as without_parameters
                        ) as with_digits
                    ) as with_first_codes
                ) as dialled
            ) as with_dialled_codes
        ) as with_codes
    ) as with_numbers
{%- endmacro %}

{#
    The number of a standardised phone number, without calling code, extension and leading zeros.

    Arguments:
        phone  output of add_standard_phone

    Example:
        {{ national_number('phone') }}   -- '49 301234567x12' gives '301234567'
#}
{% macro national_number(phone) -%}
    ltrim(split_part(split_part({{ phone }}, 'x', 1), ' ', -1), '0')
{%- endmacro %}

{# The words and characters of an extension at the end of a folded phone number, as a pattern. #}
{% macro extension_pattern() -%}
    {{- ' *[;,(]*(EXT|EXTENSION|EXTN|X|DW|DURCHWAHL|NEBENSTELLE|APPARAT|APP|POSTE|RAMAL|ANEXO'
        ~ '|INTERNO|INT|TOESTEL|TST|WEW|KLAPPE|KL|ANKNYTNING|ANKN|LOKAL|DO[B]|内線|#|~|,,|;)'
        ~ '[ .:=]*[0-9]{1,7}[ )]*$' -}}
{%- endmacro %}

{# Whether a folded phone number may have an extension; the pattern is slow. #}
{% macro may_have_extension(text) -%}
    (
        upper({{ text }}) <> lower({{ text }})
        {%- for sign in '#~,;内' %} or {{ text }} like '%{{ sign }}%'{% endfor %}
    )
{%- endmacro %}

{# A folded phone number without extension. #}
{% macro phone_without_extension(text) -%}
    case
        when {{ may_have_extension(text) }}
            then {{ replace_pattern(text, extension_pattern(), '') }}
        else {{ text }}
    end
{%- endmacro %}

{#
    The digits of the extension of a phone number; null if it has none. `cut` is the number without
    it.
#}
{% macro phone_extension(text, cut) -%}
    case
        when {{ cut }} <> {{ text }}
            then nullif(ltrim({{ replace_pattern(
                "substr(" ~ text ~ ", length(" ~ cut ~ ") + 1)", '[^0-9]', ''
            ) }}, '0'), '')
    end
{%- endmacro %}

{# A phone number without the parameters of a tel URI; its phone-context becomes the prefix. #}
{% macro phone_without_parameters(cut) -%}
    case
        when {{ cut }} not like '%;%' then {{ cut }}
        when {{ cut }} like '%;PHONE-CONTEXT=+%'
            then '+' || split_part(split_part({{ cut }}, ';PHONE-CONTEXT=+', 2), ';', 1)
                || ltrim(
                    {{ replace_pattern("split_part(" ~ cut ~ ", ';', 1)", '[^0-9]', '') }}, '0'
                )
        else split_part({{ cut }}, ';', 1)
    end
{%- endmacro %}

{#
    The digits of a phone number, with a leading + if they begin with a calling code.

    Without a leading + or 00, they do if there are too many of them for a number of the country or,
    if that is unknown, of any country. Eleven digits that start with 1 are American. `code` is
    the calling code with which the digits begin if they are international.
#}
{% macro dialled_digits(number, digits, own_code, code) -%}
    {%- set own_rest = "ltrim(substr(" ~ digits ~ ", length(" ~ own_code ~ ") + 1), '0')" -%}
    {%- set rest = "ltrim(substr(" ~ digits ~ ", length(" ~ code ~ ") + 1), '0')" -%}
    case
        when {{ number }} like '%+%' and {{ matches_pattern(number, '[^0-9]*[+].*') }}
            then '+' || ltrim({{ digits }}, '0')
        when {{ digits }} like '00%' then '+' || ltrim({{ digits }}, '0')
        when {{ digits }} like '011%' and length({{ digits }}) >= 13
            and coalesce({{ own_code }}, '1') = '1' then '+' || substr({{ digits }}, 4)
        when {{ digits }} like '0%' then {{ digits }}
        when {{ own_code }} is not null and length({{ digits }}) >= 10
            and left({{ digits }}, length({{ own_code }})) = {{ own_code }}
            and (length({{ digits }}) >= 11 or not {{ fits_code(own_code, digits) }})
            and {{ fits_code(own_code, own_rest) }} then '+' || {{ digits }}
        when {{ own_code }} is null and length({{ digits }}) = 11 and left({{ digits }}, 1) = '1'
            then '+' || {{ digits }}
        when length({{ digits }}) >= 12
            and (left({{ digits }}, 1) = '1' or {{ fits_code(code, rest) }})
            then '+' || {{ digits }}
        else {{ digits }}
    end
{%- endmacro %}

{# Whether a national number has as many digits as those of a calling code. #}
{% macro fits_code(code, number) -%}
    {%- set place = "position('|' || " ~ code ~ " || ' ' in '" ~ number_lengths() ~ "')" -%}
    {%- set lengths = "substr('" ~ number_lengths() ~ "', " ~ place ~ " + length(" ~ code
        ~ ") + 2, 4)" -%}
    coalesce(
        {{ place }} > 0 and lpad(cast(length({{ number }}) as varchar), 2, '0')
        between left({{ lengths }}, 2) and right({{ lengths }}, 2),
        false
    )
{%- endmacro %}

{# A national number without its trunk prefix, which is dialled only within the country. #}
{% macro without_trunk(number, code) -%}
    case
        when {{ keeps_zero(code) }} then {{ number }}
        when {{ code }} = '1' and length({{ number }}) = 11 and left({{ number }}, 1) = '1'
            then substr({{ number }}, 2)
        when {{ code }} = '7' and length({{ number }}) = 11 and left({{ number }}, 1) in ('7', '8')
            then substr({{ number }}, 2)
        when {{ code }} = '36' and left({{ number }}, 2) = '06' then substr({{ number }}, 3)
        when {{ code }} = '52' and length({{ number }}) between 11 and 13
            then right({{ number }}, 10)
        else ltrim({{ number }}, '0')
    end
{%- endmacro %}

{#
    A phone number with its extension; null if it is not plausible. The digits after the tenth of an
    American number are an extension.
#}
{% macro checked_phone(bare, extension) -%}
    {%- set number = "split_part(" ~ bare ~ ", ' ', -1)" -%}
    case
        when length(ltrim({{ number }}, '0')) < 5 then null
        when replace({{ number }}, left({{ number }}, 1), '') = '' then null
        when {{ bare }} like '1 %' and length({{ bare }}) > 12
            then left({{ bare }}, 12) || 'x' || ltrim(substr({{ bare }}, 13), '0')
        else {{ bare }} || coalesce('x' || {{ extension }}, '')
    end
{%- endmacro %}
