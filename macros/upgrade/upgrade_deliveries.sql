{#
    The statements that create the register of deliveries from what version 0.1 staged or rejected,
    because the files may be gone.

    Example:
        see upgrade_warehouse
#}
{% macro upgrade_deliveries() -%}
    {%- set parts = [] -%}
    {#- Version 0.1 had no manifests and decisions about snapshots. -#}
    {%- for feed in feeds() if existing_relation('stg_' ~ table_of_feed(feed)) -%}
        {%- set name = table_of_feed(feed) -%}
        {%- set part -%}
        select
            '{{ feed }}' as feed,
            landed_in,
            batch_id,
            delivery_date,
            count(*) as landed,
            sum(rejected) as rejected
        from (
            select
                landed_in,
                batch_id,
                cast(loaded_at as date) as delivery_date,
                0 as rejected
            from {{ node_of('stg_' ~ name).relation_name }}
            union all
            select
                _landed_in as landed_in,
                {{ batch_of_row() }} as batch_id,
                cast(null as date) as delivery_date,
                1 as rejected
            from {{ node_of('quarantine_' ~ name).relation_name }}
        ) as delivered
        group by landed_in, batch_id, delivery_date
        {%- endset -%}
        {%- do parts.append(part) -%}
    {%- endfor -%}
    {{ return([
        'create or replace table ' ~ node_of('stg_landing__deliveries').relation_name ~ ' as '
        ~ parts | join(' union all ')
    ]) }}
{%- endmacro %}

{#
    The name of the table of a feed in staging and quarantine, without prefix: `shop__orders`.

    Arguments:
        feed  name of the feed

    Example:
        {{ node_of('stg_' ~ table_of_feed('orders')) }}
#}
{% macro table_of_feed(feed) -%}
    {%- if feed.startswith('steward_') -%}
        {{ return(feed | replace('steward_', 'stewardship__')) }}
    {%- endif -%}
    {%- set landing = 'model.' ~ project_name ~ '.landing_' ~ feed -%}
    {%- for node in graph.nodes.values() if node.name.startswith('quarantine_') -%}
        {%- if landing in node.depends_on.nodes -%}
            {{ return(node.name | replace('quarantine_', '')) }}
        {%- endif -%}
    {%- endfor -%}
    {{ exceptions.raise_compiler_error('table_of_feed: no quarantine reads landing_' ~ feed) }}
{%- endmacro %}
