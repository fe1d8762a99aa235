{#
    A staging model: source columns, derived columns, replaced nulls, hashes and ranks; each step
    may use the columns of the steps before it.

    Arguments:
        include_source_columns  whether the source's columns are in the result; default true
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
        else source(*(source_model.items() | first)) -%}
    {%- set source_columns = automate_dv.source_columns(relation) -%}
    {%- set derived = (derived_columns or {}) | list -%}
    {%- set kept = automate_dv.columns_except(source_columns, derived) -%}
    {%- set hashes = automate_dv.hashes_with_columns(hashed_columns or {}, source_columns) -%}
    {%- set replaced, originals = [], [] -%}
    {%- for names in (null_columns or {}).values() -%}
        {%- for name in automate_dv.as_list(names) -%}
            {%- do replaced.append(name) -%}
            {%- do originals.append(name ~ '_original') -%}
        {%- endfor -%}
    {%- endfor -%}
    {#- Name of each step, the columns that it keeps, and the select list of those that it adds. -#}
    {%- set steps = [
        ('derived', kept, automate_dv.derive_columns(columns=derived_columns or {})),
        ('nulls_replaced', automate_dv.columns_except(kept + derived, replaced),
            automate_dv.null_columns(columns=null_columns)),
        ('hashed', ['*'], automate_dv.hash_columns(hashes)),
        ('ranked', ['*'], automate_dv.rank_columns(ranked_columns)),
    ] -%}
    {%- set added_columns = automate_dv.columns_except(derived, replaced) + originals + replaced
        + hashes | list + (ranked_columns or {}) | list -%}
with

source_data as (
    select * from {{ relation }}
),
{%- for name, kept_columns, added in steps %}

{{ name }} as (
    {#- While dbt only parses, the columns of the source are not known. #}
    select
        {{ ((kept_columns + ([added] if added | trim else [])) or ['*']) | join(',\n        ') }}
    from {{ 'source_data' if loop.first else loop.previtem[0] }}
),
{%- endfor %}

staged as (
    select {{ '*' if include_source_columns is not false or not added_columns
        else added_columns | join(', ') }}
    from ranked
)

select * from staged
{%- endmacro %}

{#
    The hashes of a staging model, with `exclude_columns: true` resolved to the list of all columns
    of the source except those listed.

    Arguments:
        hashed_columns  mapping as given to stage
        source_columns  list of the columns of the source

    Example:
        see stage
#}
{% macro hashes_with_columns(hashed_columns, source_columns) -%}
    {%- set hashes = {} -%}
    {%- for name, given in hashed_columns.items() -%}
        {%- if given is mapping and given.get('exclude_columns') -%}
            {%- set kept = automate_dv.columns_except(
                source_columns, automate_dv.as_list(given.get('columns'))
            ) -%}
            {#- While dbt only parses, no column is known; an empty constant replaces them. -#}
            {%- do hashes.update({name: {
                'columns': kept or ['!'], 'is_hashdiff': given.get('is_hashdiff', false),
            }}) -%}
        {%- else -%}
            {%- do hashes.update({name: given}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(hashes) }}
{%- endmacro %}
