{#
    A table that is loaded rank by rank: the first run loads rank 1, each later run all ranks. Like
    upstream's, it is meant for development; use `incremental` where it can be used.

    Settings, in config or meta: `rank_column`, a column of staging, such as one of
    `ranked_columns`; `rank_source_models`, the name of a staging model or a list.

    Example:
        {{ config(materialized='vault_insert_by_rank', rank_column='delivery_rank',
            rank_source_models='stg_shop__orders') }}
#}
{% materialization vault_insert_by_rank, default %}
    {{ return(automate_dv.materialize_parts(
        'vault_insert_by_rank', '__RANK_FILTER__', automate_dv.rank_conditions()
    )) }}
{% endmaterialization %}

{#
    The conditions of the ranks that vault_insert_by_rank loads, in order.

    Example:
        see vault_insert_by_rank
#}
{% macro rank_conditions() -%}
    {%- set rank = automate_dv.config_meta_require('rank_column') -%}
    {%- if rank is not string or not rank -%}
        {%- do automate_dv.refuse('vault_insert_by_rank', 'rank_column', 'one column', rank) -%}
    {%- endif -%}
    {%- set models = automate_dv.config_meta_require('rank_source_models') -%}
    {%- do automate_dv.check_model_names(
        'vault_insert_by_rank', 'rank_source_models', models, several=true
    ) -%}
    {%- set conditions, highest = [], [] -%}
    {%- for name in automate_dv.as_list(models) -%}
        {%- do automate_dv.check_columns_exist(
            'vault_insert_by_rank', {'rank_column': rank}, name
        ) -%}
        {%- set query -%} select max({{ rank }}) as highest from {{ ref(name) }} {%- endset -%}
        {%- do highest.append(run_query(query).rows[0][0] or 0) -%}
    {%- endfor -%}
    {%- for number in range(highest | max | int) -%}
        {%- do conditions.append(rank ~ ' = ' ~ (number + 1)) -%}
    {%- endfor -%}
    {{ return(conditions) }}
{%- endmacro %}
