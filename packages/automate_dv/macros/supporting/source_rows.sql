{#
    The rows of a staging model that a vault table is loaded from: all by default. Beyond upstream.

    A project whose staging keeps rows that are already loaded can override this macro by `dispatch`
    to exclude rows that the vault table has processed. vault_insert_by_period and
    vault_insert_by_rank read a part at a time.

    Arguments:
        name  name of the staging model, or of a vault table that another one reads

    Example:
        select * from {{ automate_dv.source_rows('stg_shop__orders') }}
#}
{% macro source_rows(name) -%}
    {%- set rows = adapter.dispatch('source_rows', 'automate_dv')(name) -%}
    {%- set part = {
        'vault_insert_by_period': '__PERIOD_FILTER__', 'vault_insert_by_rank': '__RANK_FILTER__',
    }.get(config.get('materialized')) -%}
    {{ '(select * from ' ~ rows ~ ' where ' ~ part ~ ') as part' if part else rows }}
{%- endmacro %}

{% macro default__source_rows(name) -%}
    {{ ref(name) }}
{%- endmacro %}

{#
    A hint for the CTE of the rows of staging models, followed by a space, where it is read several
    times. DuckDB would store the rows, which takes longer and more memory than to read a table
    again. Views would compute their hashes again, so for these there is no hint.

    Arguments:
        names  name of the staging model, or a list; none: no hint

    Example:
        with staged as {{ automate_dv.cte_hint('stg_shop__orders') }}(select ...)
#}
{% macro cte_hint(names) -%}
    {{- adapter.dispatch('cte_hint', 'automate_dv')(names) -}}
{%- endmacro %}

{% macro default__cte_hint(names) -%} {%- endmacro %}

{% macro duckdb__cte_hint(names) -%}
    {%- set others = [] -%}
    {%- for name in automate_dv.as_list(names) if execute -%}
        {%- set relation = load_relation(ref(name)) -%}
        {%- if not relation or relation.type != 'table'
            or automate_dv.source_rows(name) | trim != ref(name) | string -%}
            {%- do others.append(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- 'not materialized ' if execute and names and not others -}}
{%- endmacro %}

{#
    Whether the model's table exists and is updated: a model that is not fully refreshed and has the
    materialization `incremental` or one of this package.

    Example:
        {% if automate_dv.is_any_incremental() %} where loaded_at > ... {% endif %}
#}
{% macro is_any_incremental() -%}
    {%- if not execute -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set own = ['pit_incremental', 'bridge_incremental', 'vault_insert_by_period',
        'vault_insert_by_rank'] -%}
    {%- if config.get('materialized') not in own -%}
        {{ return(is_incremental()) }}
    {%- endif -%}
    {%- set relation = load_relation(this) -%}
    {{ return(relation is not none and relation.type == 'table' and not should_full_refresh()) }}
{%- endmacro %}

{#
    The rows of a staging model that the running table has loaded, or loads now: all by default. A
    project in which a table may not have loaded all staged rows overrides it. Beyond upstream.

    Arguments:
        name  name of the staging model, which keeps the rows that it has loaded

    Example:
        select * from {{ automate_dv.loaded_rows('stg_sap__kna1') }}
#}
{% macro loaded_rows(name) -%}
    {{ adapter.dispatch('loaded_rows', 'automate_dv')(name) }}
{%- endmacro %}

{% macro default__loaded_rows(name) -%}
    {{ ref(name) }}
{%- endmacro %}

{#
    The relation of a model or source.

    Arguments:
        name  name of a model, or a mapping of a source's name to its table

    Example:
        select * from {{ automate_dv.relation_of({'erp': 'orders'}) }}
#}
{% macro relation_of(name) -%}
    {{ return(source(*(name.items() | first)) if name is mapping else ref(name)) }}
{%- endmacro %}
