-- How did each satellite of the raw vault grow, delivery by delivery?
{%- set satellites = [] %}
{%- if execute %}
{%- for node in graph.nodes.values() %}
{%- if node.resource_type == 'model' and 'satellites' in node.fqn %}
{%- do satellites.append(node) %}
{%- endif %}
{%- endfor %}
{%- endif %}
with

deliveries as (

    {%- for satellite in satellites %}

    select
        '{{ satellite.name }}' as satellite,
        cast(loaded_at as date) as loaded_date,
        count(*) as new_rows
    from {{ satellite.relation_name }}
    group by cast(loaded_at as date)
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

added_up as (

    select
        satellite,
        loaded_date,
        new_rows,
        sum(new_rows) over (
            partition by satellite
            order by loaded_date
        ) as total_rows
    from deliveries

)

select * from added_up
order by satellite, loaded_date
