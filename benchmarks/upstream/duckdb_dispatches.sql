{# What upstream dispatches by engine and has no version of for DuckDB. #}

{% macro duckdb__type_binary(for_dbt_compare=false) -%} blob {%- endmacro %}

{% macro duckdb__get_escape_characters() -%} {{ return(('"', '"')) }} {%- endmacro %}

{% macro duckdb__cast_date(column_str, as_string=false, alias=none) -%}
    cast({{ "'" ~ column_str ~ "'" if as_string else column_str }} as date)
    {{- ' as ' ~ alias if alias }}
{%- endmacro %}

{% macro duckdb__cast_datetime(column_str, as_string=false, alias=none, date_type=none) -%}
    {#- Upstream has quoted the string. -#}
    cast({{ column_str }} as timestamp) {{- ' as ' ~ alias if alias }}
{%- endmacro %}

{% macro duckdb__cast_binary(column_str, alias=none, quote=true) -%}
    {{ "unhex('" ~ column_str ~ "')" if quote else 'cast(' ~ column_str ~ ' as blob)' }}
    {{- ' as ' ~ alias if alias }}
{%- endmacro %}

{% macro duckdb__hash_alg_md5() -%}
    {{ return('unhex(md5([HASH_STRING_PLACEHOLDER]))') }}
{%- endmacro %}

{% macro duckdb__hash_alg_sha1() -%}
    {{ return('unhex(sha1([HASH_STRING_PLACEHOLDER]))') }}
{%- endmacro %}

{% macro duckdb__hash_alg_sha256() -%}
    {{ return('unhex(sha256([HASH_STRING_PLACEHOLDER]))') }}
{%- endmacro %}
