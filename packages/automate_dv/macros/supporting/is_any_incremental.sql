{#
    Whether the model's table exists and is updated: an incremental, pit_incremental or
    bridge_incremental model that is not fully refreshed.

    Example:
        {% if automate_dv.is_any_incremental() %} where loaded_at > ... {% endif %}
#}
{% macro is_any_incremental() -%}
    {%- if not execute -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set own = ['pit_incremental', 'bridge_incremental'] -%}
    {%- if config.get('materialized') not in own -%}
        {{ return(is_incremental()) }}
    {%- endif -%}
    {%- set relation = load_relation(this) -%}
    {{ return(relation is not none and relation.type == 'table' and not should_full_refresh()) }}
{%- endmacro %}
