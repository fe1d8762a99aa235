{#
    The keyword with which DuckDB computes a CTE on its own, before the joins that read it; other
    engines need none.

    Example:
        left_members as {{ materialized() }} (select ...)
#}
{% macro materialized() -%}
    {{ adapter.dispatch('materialized')() }}
{%- endmacro %}

{% macro default__materialized() -%}
{%- endmacro %}

{% macro duckdb__materialized() -%}
    materialized
{%- endmacro %}
