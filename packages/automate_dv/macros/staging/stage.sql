{#
    A staging model: source columns, derived columns, replaced nulls, hashes and ranks; each step
    may use the columns of the steps before it, and replaces columns of the same name.

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
    {%- do automate_dv.refuse_unknown_arguments('stage', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('stage', {'source_model': source_model}) -%}
    {%- if include_source_columns is not none -%}
        {%- do automate_dv.check_flag(
            'stage', 'include_source_columns', include_source_columns
        ) -%}
    {%- endif -%}
    {%- for argument, given in {
        'hashed_columns': hashed_columns, 'derived_columns': derived_columns,
        'null_columns': null_columns, 'ranked_columns': ranked_columns,
    }.items() if given -%}
        {%- do automate_dv.check_mapping('stage', argument, given) -%}
        {%- if argument != 'null_columns' -%}
            {%- do automate_dv.check_new_names('stage', argument, given | list) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if source_model is not string and (source_model is not mapping
        or source_model.values() | select('string') | select | list | length != 1) -%}
        {%- do automate_dv.refuse(
            'stage', 'source_model', 'a name, or a mapping of a source to its table', source_model
        ) -%}
    {%- endif -%}
    {{ adapter.dispatch('stage', 'automate_dv')(
        include_source_columns=include_source_columns is not false, source_model=source_model,
        hashed_columns=hashed_columns, derived_columns=derived_columns,
        null_columns=null_columns, ranked_columns=ranked_columns
    ) }}
{%- endmacro %}

{% macro default__stage(
    include_source_columns, source_model, hashed_columns, derived_columns, null_columns,
    ranked_columns
) -%}
    {%- set relation = automate_dv.relation_of(source_model) -%}
    {%- set source_columns = automate_dv.source_columns(relation) -%}
    {%- set derived = (derived_columns or {}) | list -%}
    {%- set replaced = automate_dv.names_with_originals(null_columns) -%}
    {%- set hashes = automate_dv.hashes_with_columns(
        hashed_columns or {}, source_columns, derived + replaced + (hashed_columns or {}) | list
    ) -%}
    {#- A column that is still the source's is written as the source spells it. -#}
    {%- set escaped = automate_dv.columns_except(source_columns, derived + replaced)
        + automate_dv.escaped_columns(derived_columns or {}) -%}
    {%- do automate_dv.check_stage_columns(
        source_model, source_columns, derived_columns, null_columns, hashes, ranked_columns
    ) -%}
    {#- Name of each step, the columns that it adds, and their select list. -#}
    {%- set steps = [
        ('derived', derived, automate_dv.derive_columns(columns=derived_columns or {})),
        ('nulls_replaced', replaced, automate_dv.null_columns(columns=null_columns)),
        ('hashed', hashes | list, automate_dv.hash_columns(hashes, escaped)),
        ('ranked', (ranked_columns or {}) | list, automate_dv.rank_columns(ranked_columns)),
    ] -%}
    {%- set columns = namespace(all=automate_dv.escape_column_names(source_columns), added=[]) -%}
with

source_data as (
    select * from {{ relation }}
),
{%- for name, names, select_list in steps if names %}
{%- set kept = automate_dv.columns_except(columns.all, names) %}

{{ name }} as (
    {#- While dbt only parses, the columns of the source are not known. #}
    select
        {{ ((kept if source_columns else ['*']) + [select_list]) | join(',\n        ') }}
    from {{ 'source_data' if loop.first else loop.previtem[0] }}
),
{%- set columns.all = kept + names %}
{%- set columns.added = automate_dv.columns_except(columns.added, names) + names %}
{%- endfor %}

staged as (
    select {{ '*' if include_source_columns or not columns.added
        else columns.added | join(', ') }}
    from {{ (steps | selectattr(1) | map(attribute=0) | list or ['source_data']) | last }}
)

select * from staged
{%- endmacro %}

{#
    The hashes of a staging model, with `exclude_columns: true` resolved to the list of all columns
    of the source except those listed.

    Arguments:
        hashed_columns  mapping as given to stage
        source_columns  list of the columns of the source
        other_columns   list of the columns that the steps add; excluding one has no effect

    Example:
        see stage
#}
{% macro hashes_with_columns(hashed_columns, source_columns, other_columns) -%}
    {%- set hashes = {} -%}
    {%- for name, given in hashed_columns.items() -%}
        {%- do automate_dv.check_hash(
            'stage', 'hashed_columns.' ~ name, given, source_columns + other_columns
        ) -%}
        {%- if given is mapping and given.get('exclude_columns') -%}
            {%- do automate_dv.check_known(
                'stage', 'hashed_columns.' ~ name ~ '.columns',
                automate_dv.as_list(given.get('columns')),
                source_columns + other_columns if source_columns else [], 'the source'
            ) -%}
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
