-- How did each raw vault satellite grow with each delivery?
{%- set satellites = [] %}
{%- if execute %}
{%- for node in graph.nodes.values() %}
{%- if node.resource_type == 'model' and 'satellites' in node.fqn %}
{%- do satellites.append(node) %}
{%- endif %}
{%- endfor %}
{%- endif %}
with

new_rows_by_day as (

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

running_totals as (

    select
        satellite,
        loaded_date,
        new_rows,
        sum(new_rows) over (
            partition by satellite
            order by loaded_date
        ) as total_rows
    from new_rows_by_day

)

select * from running_totals
order by satellite, loaded_date
