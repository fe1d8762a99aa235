{#-
    The date (text, YYYY-MM-DD) of the newest loaded_at in the raw vault of this run's schemas; none
    if the vault is empty or missing.

    Example:
        {%- set newest = newest_loaded_date() -%}
-#}
{%- macro newest_loaded_date() -%}
    {%- set maxima = [] -%}
    {%- for node in graph.nodes.values() -%}
        {%- if 'raw_vault' in node.fqn and node.config.materialized == 'incremental'
            and 'loaded_at' in node.columns -%}
            {%- set table = adapter.get_relation(node.database, node.schema, node.alias) -%}
            {%- if table is not none -%}
                {%- do maxima.append('select max(loaded_at) as loaded_at from ' ~ table) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not maxima -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set newest -%}
        with loads as ({{ maxima | join(' union all ') }})

        select cast(max(loaded_at) as date) as newest from loads
    {%- endset -%}
    {%- set found = run_query(newest).columns[0].values()[0] -%}
    {%- do return(none if found is none else (found ~ '')[:10]) -%}
{%- endmacro -%}
