{#
    A staging model: source columns, derived columns, replaced nulls, hashes and ranks, each of
    which may use those before it.

    Arguments:
        include_source_columns  whether the source's columns are in the result; true unless told
        source_model            name of the source model, or a mapping of source name to table
        hashed_columns          mapping; see hash_columns, also with `exclude_columns: true`
        derived_columns         mapping; see derive_columns
        null_columns            mapping; see null_columns
        ranked_columns          mapping; see rank_columns

    Example:
        {{ automate_dv.stage(source_model='raw_orders',
            derived_columns={'record_source': '!SHOP.ORDERS'},
            hashed_columns={'order_hk': 'order_id'}) }}
#}
{% macro stage(
    include_source_columns=true, source_model=none, hashed_columns=none, derived_columns=none,
    null_columns=none, ranked_columns=none
) -%}
    {%- do automate_dv.require_arguments('stage', {'source_model': source_model}) -%}
    {%- set relation = ref(source_model) if source_model is string
        else source(source_model.items() | first | first, source_model.items() | first | last) -%}
    {%- set names = automate_dv.stage_columns(relation, derived_columns, null_columns) -%}
with

source_data as (

    select * from {{ relation }}

),
{{ automate_dv.stage_step('derived', 'source_data', names.kept_by_derived,
    automate_dv.derive_columns(columns=derived_columns or {})) }}
{{ automate_dv.stage_step('nulls_replaced', 'derived', names.kept_by_nulls,
    automate_dv.null_columns(columns=null_columns)) }}
{{ automate_dv.stage_step('hashed', 'nulls_replaced', ['*'],
    automate_dv.hash_columns(automate_dv.hashes_of_stage(hashed_columns, names.hashable))) }}
{{ automate_dv.stage_step('ranked', 'hashed', ['*'],
    automate_dv.rank_columns(ranked_columns)) }}
{{ automate_dv.stage_result(
    include_source_columns is false, names, [hashed_columns, ranked_columns]) }}
{%- endmacro %}
