{#
    The checks of the landing views. Each returns `<reason> in <column>` for an invalid value,
    otherwise null. A missing value is invalid only if it is required. Those that follow from the
    contract of a feed are put together by column_checks.
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

{# A number within bounds, or empty. #}
{% macro valid_number(column, at_least=none, at_most=none) -%}
    case
        when {{ clean_text(column) }} is not null and {{ parse_decimal(column, 38, 6) }} is null
            then 'invalid_number in {{ column }}'
        {{- out_of_range(column, at_least, at_most) }}
    end
{%- endmacro %}

{# A number within bounds. #}
{% macro required_number(column, at_least=none, at_most=none) -%}
    case
        when {{ parse_decimal(column, 38, 6) }} is null then 'invalid_number in {{ column }}'
        {{- out_of_range(column, at_least, at_most) }}
    end
{%- endmacro %}

{# The branch of a case for a number out of bounds; nothing if there are none. #}
{% macro out_of_range(column, at_least, at_most) -%}
    {%- set limits = [('<', at_least), ('>', at_most)] | rejectattr(1, 'none') -%}
    {%- for operator, limit in limits %}
        {{ 'when' if loop.first else '    or' }} {{ parse_decimal(column, 38, 6) }}
        {{- ' ' ~ operator ~ ' ' ~ limit }}
        {%- if loop.last %}
            then 'out_of_range in {{ column }}'
        {%- endif %}
    {%- endfor %}
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
