{#
    The type of strings.

    Arguments:
        is_hash      accepted for compatibility, no effect: hashes are binary
        char_length  accepted for compatibility, no effect: strings have any length

    Example:
        cast(customer_id as {{ automate_dv.type_string() }})
#}
{% macro type_string(is_hash=false, char_length=none) -%}
    {{- adapter.dispatch('type_string', 'automate_dv')() -}}
{%- endmacro %}

{% macro default__type_string() -%} varchar {%- endmacro %}

{#
    The type of timestamps without zone.

    Example:
        cast('2026-01-31' as {{ automate_dv.type_timestamp() }})
#}
{% macro type_timestamp() -%}
    {{- adapter.dispatch('type_timestamp', 'automate_dv')() -}}
{%- endmacro %}

{% macro default__type_timestamp() -%} timestamp_ntz {%- endmacro %}

{% macro duckdb__type_timestamp() -%} timestamp {%- endmacro %}

{#
    The algorithm of hashes, by the var `hash`: MD5 (16 bytes, the default), SHA (SHA-256, 32 bytes)
    or SHA1 (20 bytes).

    Example:
        {%- set algorithm = automate_dv.hash_algorithm() -%}
#}
{% macro hash_algorithm() -%}
    {%- set algorithm = var('hash', 'MD5') | upper -%}
    {%- if algorithm not in ['MD5', 'SHA', 'SHA1'] -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.hash: the var hash must be MD5, SHA or SHA1; it is '" ~ algorithm ~ "'"
            ~ (' in ' ~ model.name if model else '')
        ) }}
    {%- endif -%}
    {{ return(algorithm) }}
{%- endmacro %}

{#
    The number of bytes of a hash.

    Arguments:
        algorithm  MD5, SHA (SHA-256) or SHA1, in any case

    Example:
        {%- set bytes = automate_dv.hash_bytes('md5') -%}
#}
{% macro hash_bytes(algorithm) -%}
    {{ return({'MD5': 16, 'SHA': 32, 'SHA1': 20}[algorithm | upper]) }}
{%- endmacro %}

{#
    The type of hashes: binary, on Snowflake with the length of the algorithm (var `hash`).

    Arguments:
        for_dbt_compare  whether the type is for a comparison or a contract: it has no length

    Example:
        cast(null as {{ automate_dv.type_binary() }})
#}
{% macro type_binary(for_dbt_compare=false) -%}
    {{- adapter.dispatch('type_binary', 'automate_dv')(for_dbt_compare=for_dbt_compare) -}}
{%- endmacro %}

{% macro default__type_binary(for_dbt_compare=false) -%}
    {%- set bytes = automate_dv.hash_bytes(automate_dv.hash_algorithm()) -%}
    {{- 'binary' if for_dbt_compare else 'binary(' ~ bytes ~ ')' -}}
{%- endmacro %}

{% macro duckdb__type_binary(for_dbt_compare=false) -%} blob {%- endmacro %}

{#
    A string in the form YYYY-MM-DD HH:MM:SS, or a date, as a timestamp without zone.

    Arguments:
        column_str  a column or expression
        as_string   whether column_str is the string itself (default false)
        alias       name of the result (optional)
        date_type   the type, if not a timestamp (optional)

    Example:
        {{ automate_dv.cast_datetime('2026-01-31 10:11:12', as_string=true) }}
#}
{% macro cast_datetime(column_str=none, as_string=false, alias=none, date_type=none) -%}
    {%- do automate_dv.require_arguments('cast_datetime', {'column_str': column_str}) -%}
    {{- adapter.dispatch('cast_datetime', 'automate_dv')(
        column_str=column_str, as_string=as_string, alias=alias, date_type=date_type
    ) -}}
{%- endmacro %}

{% macro default__cast_datetime(column_str, as_string=false, alias=none, date_type=none) -%}
    cast({{ "'" ~ column_str ~ "'" if as_string else column_str }} as {{
        date_type or automate_dv.type_timestamp()
    }}){{ ' as ' ~ alias if alias }}
{%- endmacro %}

{#
    A string in the form YYYY-MM-DD, or a timestamp, as a date.

    Arguments:
        column_str  a column or expression
        as_string   whether column_str is the string itself (default false)
        datetime    whether the result is a timestamp, as from cast_datetime (default false)
        alias       name of the result (optional)
        date_type   the type, if neither a date nor a timestamp (optional)

    Example:
        {{ automate_dv.cast_date('2026-01-31', as_string=true) }}
#}
{% macro cast_date(
    column_str=none, as_string=false, datetime=false, alias=none, date_type=none
) -%}
    {%- do automate_dv.require_arguments('cast_date', {'column_str': column_str}) -%}
    {#- Upstream's version does not have the type. -#}
    {%- set type = date_type or (automate_dv.type_timestamp() if datetime else none) -%}
    {{- adapter.dispatch('cast_date', 'automate_dv')(
        column_str=column_str, as_string=as_string, alias=alias,
        **({'date_type': type} if type else {})
    ) -}}
{%- endmacro %}

{% macro default__cast_date(column_str, as_string=false, alias=none, date_type='date') -%}
    cast({{ "'" ~ column_str ~ "'" if as_string else column_str }} as {{
        date_type
    }}){{ ' as ' ~ alias if alias }}
{%- endmacro %}

{#
    A string of hexadecimal digits as a hash.

    Arguments:
        column_str  the digits, or an expression that gives them
        alias       name of the result (optional)
        quote       whether column_str is the digits themselves (default true)

    Example:
        {{ automate_dv.cast_binary('00000000000000000000000000000000', alias='customer_hk') }}
#}
{% macro cast_binary(column_str=none, alias=none, quote=true) -%}
    {%- do automate_dv.require_arguments('cast_binary', {'column_str': column_str}) -%}
    {{- adapter.dispatch('cast_binary', 'automate_dv')(
        column_str=column_str, alias=alias, quote=quote
    ) -}}
{%- endmacro %}

{% macro default__cast_binary(column_str, alias=none, quote=true) -%}
    cast(to_binary({{ "'" ~ column_str ~ "'" if quote else column_str }}, 'HEX') as {{
        automate_dv.type_binary() }}){{ ' as ' ~ alias if alias }}
{%- endmacro %}

{% macro duckdb__cast_binary(column_str, alias=none, quote=true) -%}
    unhex({{ "'" ~ column_str ~ "'" if quote else column_str }}){{ ' as ' ~ alias if alias }}
{%- endmacro %}

{#
    The end of open intervals, the var `max_datetime`, as text without quotes.

    Example:
        cast('{{ automate_dv.max_datetime() }}' as timestamp)
#}
{% macro max_datetime() -%}
    {%- set given = adapter.dispatch('max_datetime', 'automate_dv')() -%}
    {%- if not modules.re.match('[0-9]{4}-[0-9]{2}-[0-9]{2}', given | string) -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.max_datetime: the var max_datetime must be a timestamp; it is '" ~ given
            ~ "'" ~ (' in ' ~ model.name if model else '')
        ) }}
    {%- endif -%}
    {{ return(given) }}
{%- endmacro %}

{% macro default__max_datetime() -%}
    {{ return(var('max_datetime', '9999-12-31 23:59:59.999999')) }}
{%- endmacro %}

{#
    A timestamp after every as-of date, even one that is the end of open intervals.

    Example:
        see satellite_spans
#}
{% macro after_all_dates() -%}
    {{- adapter.dispatch('after_all_dates', 'automate_dv')() -}}
{%- endmacro %}

{% macro default__after_all_dates() -%}
    cast('9999-12-31 23:59:59.999999999' as {{ automate_dv.type_timestamp() }})
{%- endmacro %}

{% macro duckdb__after_all_dates() -%} cast('infinity' as timestamp) {%- endmacro %}

{#
    The end of open intervals, the var `max_datetime`, as a timestamp.

    Example:
        where valid_to = {{ automate_dv.end_of_time() }}
#}
{% macro end_of_time() -%}
    cast('{{ automate_dv.max_datetime() }}' as {{ automate_dv.type_timestamp() }})
{%- endmacro %}
