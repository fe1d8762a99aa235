{#
    The materialization `seed` on Snowflake. A build loads a seed only if its file or its types have
    changed since it was loaded: the comment of the table has a digest of both. `dbt seed`, and
    `--full-refresh`, load all.

    Example:
        dbt build --select path:seeds
#}
{% materialization seed, adapter='snowflake' -%}
    {%- set existing = load_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set file = [
        model.checksum.checksum, config.get('delimiter', ','), config.get('quote_columns'),
        tojson(config.get('column_types', {}), sort_keys=true)
    ] | join('|') -%}
    {#- dbt has no checksum for a large file. -#}
    {%- if existing is not none and model.checksum.name != 'path' and is_defined_by(file) -%}
        {#- dbt asks for the rows, which `dbt seed --show` prints. -#}
        {%- do store_result('agate_table', response='OK', agate_table=load_agate_table()) -%}
        {%- call noop_statement('main', 'unchanged') -%} select 1 {%- endcall -%}
        {{ return({'relations': [target]}) }}
    {%- endif -%}
    {%- do set_query_tag() -%}
    {#- A load that ends between rows and comment is repeated. -#}
    {%- if existing is not none -%}
        {%- do comment_on_table(model.description) -%}
    {%- endif -%}
    {%- do materialization_seed_default() -%}
    {%- do comment_on_table(comment_of(file)) -%}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}
