{#
    The statement that tags the columns of a mart with personal data, which are masked on Snowflake
    (snowflake/setup/40_governance.sql). A replaced table keeps its tags (`copy tags`); this sets
    them on a new table or column, and again if a type has changed.

    Example:
        +post-hook: "{{ tag_personal_data() }}"
#}
{% macro tag_personal_data() -%}
    {%- if builds_models() and var('protect_personal_data')
        and not keeps_table()
        and not (model.config.materialized == 'incremental' and is_later_load()) -%}
        {{ tag_columns(this, model) }}
    {%- endif -%}
{%- endmacro %}

{#
    The statement that tags columns of a relation.

    Arguments:
        relation  table or view
        node      node of its model

    Example:
        {{ tag_columns(this, model) }}
#}
{% macro tag_columns(relation, node) -%}
    {{ adapter.dispatch('tag_columns')(relation, node) }}
{%- endmacro %}

{% macro default__tag_columns(relation, node) -%}
    {%- set columns = personal_columns(node) -%}
    {%- set kind = 'view' if node.config.materialized == 'view' else 'table' -%}
    {%- if columns -%}
    alter {{ kind }} {{ relation }} modify
        {%- for name, category in columns.items() %}
        column {{ name }} set tag {{ governance('personal_data') }} = '{{ category }}'
        {{- ',' if not loop.last }}
        {%- endfor %}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__tag_columns(relation, node) -%}{%- endmacro %}

{#
    The columns of a model with personal data, each with its category: strings and dates with a name
    from the contracts or of a matching field, including those of the left and right record of a
    pair, and columns with the meta key `personal_data`.

    Arguments:
        node  node of the model

    Example:
        {%- for name, category in personal_columns(model).items() %}
#}
{% macro personal_columns(node) -%}
    {%- set names, found = personal_column_names(), {} -%}
    {%- for column in node.columns.values() if column.data_type in ('varchar', 'date') -%}
        {%- set name = modules.re.sub('_[lr]$', '', column.name) -%}
        {%- set category = column.config.get('meta', {}).get('personal_data')
            or names.get(column.name) or names.get(name) -%}
        {%- do found.update({column.name: category}) if category -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The row access policy of a mart for its config `row_access_policy`, which limits a role to the
    rows of its regions. dbt creates the table with the policy, so it is never without one.

    Arguments:
        policy  own_country or own_region
        column  column with the country or the region

    Example:
        {{ config(row_access_policy=rows_of('own_country', 'country')) }}
#}
{% macro rows_of(policy, column) -%}
    {{ return(
        governance(policy) ~ ' on (' ~ column ~ ')'
        if target.type == 'snowflake' and var('protect_personal_data') else none
    ) }}
{%- endmacro %}

{#
    The name of a tag or a policy.

    Arguments:
        name  name in the schema `governance`

    Example:
        see tag_columns
#}
{% macro governance(name) -%}
    {{ return(target.database ~ '.governance.' ~ name) }}
{%- endmacro %}
