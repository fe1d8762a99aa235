{#
    The checks of the landing views. Each returns `<reason> in <column>` for an invalid value,
    otherwise null. A missing value is invalid only if it is required. Strings are clean
    (clean_text).

    A value is valid if staging stores exactly this value and it is within the bounds of the
    contract. The pattern is checked first, because the parsers of the engines accept different
    strings. The first branch of each check handles nearly all rows.
#}

{#
    A key in plain ASCII characters that is not a placeholder.

    Arguments:
        column       column with the key
        pattern      regular expression that the whole key matches
        max_length   most characters of a key
        is_required  whether it is required

    Example:
        valid_key('COUNTER_ACCOUNT_ID')
#}
{% macro valid_key(
    column, pattern='[A-Za-z0-9_.:-]+', max_length=128, is_required=true
) -%}
    case
        {%- if not is_required %}
        when {{ column }} is null then null
        {%- endif %}
        when {{ column }} is null or {{ is_placeholder_key(column) }}
            then 'missing_key in {{ column }}'
        when length({{ column }}) > {{ max_length }} or not {{ matches_pattern(column, pattern) }}
            then 'invalid_key in {{ column }}'
    end
{%- endmacro %}

{#
    The condition that a key is a placeholder for a missing key: a word such as N/A, zero, a
    negative number, or punctuation alone.

    Arguments:
        column  column with the key

    Example:
        see valid_key
#}
{% macro is_placeholder_key(column) -%}
    (
            {{ is_placeholder_word(column) }}
            or {{ matches_pattern(column, '[-0_.:?#*/+~]+|-[0-9.]+|[Xx][Xx][Xx]+') }}
        )
{%- endmacro %}

{#
    The condition that a key is a word for a missing key, such as N/A, also in brackets, quotes or
    dashes. It suits keys that are numbers, dates or codes, in which 0 and -1 may be valid. Each
    phrase is listed with every separator.

    Arguments:
        column  column with the key

    Example:
        see is_placeholder_key
#}
{% macro is_placeholder_word(column) -%}
    {%- set words = [
        '?', 'N/A', 'N.A', 'NA', '#N/A', '#NV', '#REF!', 'NONE', 'NULL', 'NIL', 'NAN', 'NAT',
        'VOID', 'UNKNOWN', 'UNKN', 'UNK', 'UNDEFINED', 'UNDEF', 'UNASSIGNED', 'MISSING', 'EMPTY',
        'BLANK', 'INVALID', 'DUMMY', 'PLACEHOLDER', 'TBD', 'TBA', 'TBC', 'UNBEKANNT', 'UNBEK',
        'OHNE', 'LEER', 'KEIN', 'KEINE', 'KEINER', 'K.A', 'K/A', 'INCONNU', 'INCONNUE', 'AUCUN',
        'AUCUNE', 'VIDE', 'DESCONOCIDO', 'DESCONOCIDA', 'NINGUNO', 'NINGUNA', 'DESCONHECIDO',
        'DESCONHECIDA', 'NENHUM', 'SCONOSCIUTO', 'SCONOSCIUTA', 'NESSUNO', 'NESSUNA', 'ONBEKEND',
        'GEEN', 'NIEZNANY', 'BRAK',
    ] -%}
    {%- for phrase in [
        'N A', 'NOT AVAILABLE', 'NOT APPLICABLE', 'NOT KNOWN', 'NOT SET', 'NOT DEFINED',
        'NOT ASSIGNED', 'NOT FOUND', 'NOT PROVIDED', 'NOT SPECIFIED', 'NOT GIVEN', 'NO VALUE',
        'NO DATA', 'NO ID', 'NO KEY', 'KEINE ANGABE', 'KEINE DATEN', 'NICHT BEKANNT',
        'NICHT VORHANDEN', 'NICHT ANGEGEBEN', 'NON RENSEIGNE', 'NO DISPONIBLE', 'NON DISPONIBILE',
    ] -%}
        {%- for separator in [' ', '_', '-', '.', '/', ''] -%}
            {%- set word = phrase.replace(' ', separator) -%}
            {%- do words.append(word) if word not in words -%}
        {%- endfor -%}
    {%- endfor -%}
    trim(upper({{ column }}), '.()[]<>{}"''*_- ') in ({{ quoted_list(words) }})
{%- endmacro %}

{#
    A date within bounds, or empty.

    Arguments:
        column           column with the date
        format           its format, as in parse_date
        at_least, at_most  the first and the last day (YYYY-MM-DD)
        is_required      whether it is required
        is_past          whether it cannot be after the delivery (optional)

    Example:
        valid_date('ERDAT', 'YYYYMMDD', '1950-01-01', '2099-12-31')
#}
{% macro valid_date(column, format, at_least, at_most, is_required=false, is_past=false) -%}
    case
        when {{ parse_date(column, format) }}
            between cast('{{ at_least }}' as date) and {{ latest('date', at_most, is_past) }}
            then null
        {{ missing_or(column, 'invalid_date', is_required) }}
        when {{ parse_date(column, format) }} is null then 'invalid_date in {{ column }}'
        else 'out_of_range in {{ column }}'
    end
{%- endmacro %}

{#
    A timestamp within bounds, or empty.

    Arguments:
        column           column with the local time
        format           its format, as in parse_timestamp
        time_zone        its time zone
        at_least, at_most  the first and the last day (YYYY-MM-DD), in UTC
        is_required      whether it is required
        is_past          whether it cannot be after the delivery (optional)

    Example:
        valid_timestamp('UPDATED_AT', 'plain', 'UTC', '1970-01-01', '2099-12-31')
#}
{% macro valid_timestamp(
    column, format, time_zone, at_least, at_most, is_required=false, is_past=false
) -%}
    {%- set parsed = parse_timestamp(column, format, time_zone) -%}
    case
        when {{ parsed }} between cast('{{ at_least }}' as {{ type_timestamp() }})
            and {{ latest('timestamp', at_most ~ ' 23:59:59.999', is_past) }}
            then null
        {{ missing_or(column, 'invalid_timestamp', is_required) }}
        when {{ parsed }} is null then 'invalid_timestamp in {{ column }}'
        else 'out_of_range in {{ column }}'
    end
{%- endmacro %}

{#
    The latest valid value of a date or time: its bound or, for a past event, its delivery, because
    a row cannot report what happened after it arrived. A time may be up to two hours later, because
    clocks differ and repeat an hour, and a date up to a day, because time zones differ.

    Arguments:
        type     date or timestamp
        at_most  the bound, a string
        is_past  whether the value cannot be after the delivery

    Example:
        see valid_date
#}
{% macro latest(type, at_most, is_past) -%}
    {%- set sql_type = 'date' if type == 'date' else type_timestamp() -%}
    {%- set bound = "cast('" ~ at_most ~ "' as " ~ sql_type ~ ')' -%}
    {%- if is_past -%}
        coalesce(
                cast(
                    {{ parse_timestamp('_loaded_at') }}
                    + interval '{{ '1 day' if type == 'date' else '2 hours' }}' as {{ sql_type }}
                ),
                {{ bound }}
            )
    {%- else -%} {{ bound }}
    {%- endif -%}
{%- endmacro %}

{#
    A number within bounds that a decimal holds exactly, or empty.

    Arguments:
        column             column with the number
        precision, scale   digits of the decimal, and those after the point; 0 for whole numbers
        at_least, at_most  the bounds
        is_required        whether it is required

    Example:
        valid_number('DISCOUNT', 7, 6, 0, 1)
#}
{% macro valid_number(column, precision, scale, at_least, at_most, is_required=false) -%}
    case
        when {{ parse_decimal(column, precision, scale) }} between {{ at_least }} and {{ at_most }}
            then null
        {{ missing_or(column, 'invalid_number', is_required) }}
        when not {{ matches_pattern(column, '[+-]?([0-9]+([.][0-9]+)?|[.][0-9]+)') }}
            then 'invalid_number in {{ column }}'
        when not {{ matches_pattern(column, '[^.]*([.][0-9]{0,' ~ scale ~ '}0*)?') }}
            then 'too_many_decimals in {{ column }}'
        else 'out_of_range in {{ column }}'
    end
{%- endmacro %}

{# The branch of a check for a missing value. #}
{% macro missing_or(column, reason, is_required) -%}
    when {{ column }} is null
            then {{ "'" ~ reason ~ ' in ' ~ column ~ "'" if is_required else 'null' }}
{%- endmacro %}

{#
    One of a list of codes, or empty.

    Arguments:
        column       column with the code
        codes        list of the codes, in exactly these letters
        is_required  whether it is required

    Example:
        known_code('source_system', customer_systems())
#}
{% macro known_code(column, codes, is_required=true) -%}
    case
        when {{ column }} in ({{ quoted_list(codes) }}) then null
        {{ missing_or(column, 'unknown_code', is_required) }}
        else 'unknown_code in {{ column }}'
    end
{%- endmacro %}

{#
    A string of at most `max_length` characters, or empty.

    Arguments:
        column       column with the text
        max_length   most characters
        pattern      regular expression that the whole string matches; empty if any string is valid
        is_required  whether it is required

    Example:
        valid_text('FULL_NAME', 1000)
#}
{% macro valid_text(column, max_length, pattern='', is_required=false) -%}
    case
        {{ missing_or(column, 'missing_text', is_required) }}
        when length({{ column }}) > {{ max_length }} then 'too_long in {{ column }}'
        {%- if pattern %}
        when not {{ matches_pattern(column, pattern) }} then 'invalid_text in {{ column }}'
        {%- endif %}
    end
{%- endmacro %}

{# Two parsed values in order: the first is not after the second. The reason names `column`. #}
{% macro not_after(column, first, second) -%}
    case when {{ first }} > {{ second }} then 'out_of_range in {{ column }}' end
{%- endmacro %}
