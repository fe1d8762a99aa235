{#
    Whether the model has the materialization `pit_incremental` and its table is updated.

    Example:
        {% if automate_dv.is_pit_incremental() %} ... {% endif %}
#}
{% macro is_pit_incremental() -%}
    {{ return(automate_dv.is_updated_as('pit_incremental')) }}
{%- endmacro %}

{#
    Whether the model has the materialization `bridge_incremental` and its table is updated.

    Example:
        {% if automate_dv.is_bridge_incremental() %} ... {% endif %}
#}
{% macro is_bridge_incremental() -%}
    {{ return(automate_dv.is_updated_as('bridge_incremental')) }}
{%- endmacro %}

{#
    Whether the model has the materialization `vault_insert_by_period` and its table is updated.

    Example:
        {% if automate_dv.is_vault_insert_by_period() %} ... {% endif %}
#}
{% macro is_vault_insert_by_period() -%}
    {{ return(automate_dv.is_updated_as('vault_insert_by_period')) }}
{%- endmacro %}

{#
    Whether the model has the materialization `vault_insert_by_rank` and its table is updated.

    Example:
        {% if automate_dv.is_vault_insert_by_rank() %} ... {% endif %}
#}
{% macro is_vault_insert_by_rank() -%}
    {{ return(automate_dv.is_updated_as('vault_insert_by_rank')) }}
{%- endmacro %}

{#
    Whether the model has a materialization, its table exists, and it is not fully refreshed.

    Arguments:
        materialized  name of the materialization

    Example:
        see is_pit_incremental
#}
{% macro is_updated_as(materialized) -%}
    {{ return(
        config.get('materialized') == materialized and automate_dv.is_any_incremental()
    ) }}
{%- endmacro %}
