{#
    The type of hashes: binary, on Snowflake with the length of the algorithm (var `hash`).

    Arguments:
        for_dbt_compiled_model  whether the type is for a contract, where it has no length

    Example:
        cast(null as {{ automate_dv.type_binary() }})
#}
{% macro type_binary(for_dbt_compiled_model=false) -%}
    {{- adapter.dispatch('type_binary', 'automate_dv')(for_dbt_compiled_model) -}}
{%- endmacro %}

{% macro default__type_binary(for_dbt_compiled_model) -%}
    {%- set bytes = {'MD5': 16, 'SHA': 32, 'SHA1': 20}[automate_dv.hash_algorithm()] -%}
    {{- 'binary' if for_dbt_compiled_model else 'binary(' ~ bytes ~ ')' -}}
{%- endmacro %}

{% macro duckdb__type_binary(for_dbt_compiled_model) -%} blob {%- endmacro %}
