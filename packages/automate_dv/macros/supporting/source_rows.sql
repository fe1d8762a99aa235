{#
    The rows of a staging model that a vault table is loaded from: all by default. Beyond upstream.

    A project whose staging keeps rows that are already loaded can override this macro by `dispatch`
    to exclude rows that the vault table has processed.

    Arguments:
        name     name of the staging model
        whole    a column; for each of its values among the rows to load, all rows are returned
                 (optional)

    Example:
        select * from {{ automate_dv.source_rows('stg_shop__orders') }}
#}
{% macro source_rows(name, whole=none) -%}
    {{ adapter.dispatch('source_rows', 'automate_dv')(name, whole) }}
{%- endmacro %}

{% macro default__source_rows(name, whole) -%}
    {{ ref(name) }}
{%- endmacro %}

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

{#
    The condition that the running satellite has read the full snapshot of a load time: true by
    default. A project in which the log of snapshots may be ahead of the satellite overrides it.

    Arguments:
        name  name of the staging model
        ldts  name of the load time column

    Example:
        where {{ automate_dv.is_loaded_snapshot('stg_sap__kna1', 'loaded_at') }}
#}
{% macro is_loaded_snapshot(name, ldts) -%}
    {{ adapter.dispatch('is_loaded_snapshot', 'automate_dv')(name, ldts) }}
{%- endmacro %}

{% macro default__is_loaded_snapshot(name, ldts) -%} true {%- endmacro %}
