{#
    The materialization `incremental` on Snowflake, for SQL and the strategy `refresh`, with fewer
    statements than dbt's. The columns come from the contract, or else from one describe statement.
    Rows that replace no others are inserted without a temporary table, and temporary tables stay
    until the end of the session.

    Example:
        +materialized: incremental
#}
{% materialization incremental, adapter='snowflake' -%}
    {%- set query_tag = set_query_tag() -%}
    {%- set existing = load_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {%- if existing is none or existing.is_view or should_full_refresh() -%}
        {%- if existing is not none and existing.is_view -%}
            {%- do adapter.drop_relation(existing) -%}
        {%- endif -%}
        {%- call statement('main') -%} {{ create_table_as(false, target, sql) }} {%- endcall -%}
    {%- else -%}
        {%- do apply_rows(target, sql) -%}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {%- do apply_grants(
        target, config.get('grants'), should_revoke(existing, should_full_refresh())
    ) -%}
    {%- do unset_query_tag(query_tag) -%}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}

{#
    Adds the result of the query of an incremental model to its table, as the strategy `refresh`
    does.

    Arguments:
        target  relation of the table
        query   text of the query; it may read the table

    Example:
        see the materialization incremental
#}
{% macro apply_rows(target, query) -%}
    {%- set has_contract = config.get('contract').enforced -%}
    {%- set columns = [] -%}
    {%- for name in model.columns if has_contract -%}
        {%- do columns.append({'name': name | upper}) -%}
    {%- endfor -%}
    {%- set rows = make_temp_relation(target).incorporate(type='table') -%}
    {%- set replaces = delete_replaced_rows(target, rows, 'key') | trim -%}
    {%- if replaces or not has_contract -%}
        {#- create_table_as would query the columns of a contract twice. -#}
        {%- call statement('rows') -%}
            create or replace temporary table {{ rows }} as ({{ query }}
            );
        {%- endcall -%}
    {%- endif -%}
    {%- if not has_contract -%}
        {%- set columns = process_schema_changes(config.get('on_schema_change'), rows, target) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        {{ get_incremental_refresh_sql({
            'target_relation': target,
            'temp_relation': rows if replaces or not has_contract
                else '(\n' ~ query ~ '\n) as found',
            'dest_columns': columns,
        }) }}
    {%- endcall -%}
{%- endmacro %}
