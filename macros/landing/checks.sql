{#
    The checks of the landing views. Each returns `<reason> in <column>` for an invalid value,
    otherwise null. A missing value is invalid only if it is required.
#}

{#
    The key of the row: present, no placeholder, in plain ASCII characters.

    Arguments:
        column   column with the key
        pattern  regular expression that the whole key matches

    Example:
        required_key('ORDER_ID')
#}
{% macro required_key(column, pattern='[A-Za-z0-9_.:-]+') -%}
    case
        when {{ clean_text(column) }} is null
            or upper({{ clean_text(column) }}) in ('N/A', 'NA', 'NONE', 'NULL', 'UNKNOWN', '-', '?')
            then 'missing_key in {{ column }}'
        when not {{ matches_pattern(clean_text(column), pattern) }}
            then 'invalid_key in {{ column }}'
    end
{%- endmacro %}

{# A date or empty. #}
{% macro valid_date(column, format='YYYY-MM-DD') -%}
    case
        when {{ clean_text(column) }} is not null and {{ parse_date(column, format) }} is null
            then 'invalid_date in {{ column }}'
    end
{%- endmacro %}

{# A date. #}
{% macro required_date(column, format='YYYY-MM-DD') -%}
    case when {{ parse_date(column, format) }} is null then 'invalid_date in {{ column }}' end
{%- endmacro %}

{# A timestamp or empty. #}
{% macro valid_timestamp(column, format='plain') -%}
    case
        when {{ clean_text(column) }} is not null and {{ parse_timestamp(column, format) }} is null
            then 'invalid_timestamp in {{ column }}'
    end
{%- endmacro %}

{# A timestamp. #}
{% macro required_timestamp(column, format='plain') -%}
    case
        when {{ parse_timestamp(column, format) }} is null then 'invalid_timestamp in {{ column }}'
    end
{%- endmacro %}

{# A number or empty. #}
{% macro valid_number(column) -%}
    case
        when {{ clean_text(column) }} is not null and {{ parse_decimal(column, 38, 6) }} is null
            then 'invalid_number in {{ column }}'
    end
{%- endmacro %}

{# A number within bounds. #}
{% macro required_number(column, at_least, at_most=none) -%}
    case
        when {{ parse_decimal(column, 38, 6) }} is null then 'invalid_number in {{ column }}'
        when {{ parse_decimal(column, 38, 6) }} < {{ at_least }}
            {%- if at_most is not none %}
            or {{ parse_decimal(column, 38, 6) }} > {{ at_most }}
            {%- endif %}
            then 'out_of_range in {{ column }}'
    end
{%- endmacro %}

{# One of a list of codes. #}
{% macro known_code(column, codes, required=true) -%}
    case
        when coalesce({{ clean_text(column) }}, '') not in (
            {{ quoted_list(codes if required else codes + ['']) }}
        ) then 'unknown_code in {{ column }}'
    end
{%- endmacro %}

{# A text that is not empty. #}
{% macro required_text(column) -%}
    case when {{ clean_text(column) }} is null then 'missing_text in {{ column }}' end
{%- endmacro %}

{# The first of two parsed values is not after the second; `column` gets the blame. #}
{% macro not_after(column, first, second) -%}
    case when {{ first }} > {{ second }} then 'out_of_range in {{ column }}' end
{%- endmacro %}
