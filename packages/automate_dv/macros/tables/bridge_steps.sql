{#
    The CTE `computed` of a bridge, and one CTE for each step of the walk.

    Arguments:
        names        list of the columns before those of the links
        bridge_walk  as given to bridge

    Example:
        see bridge, whose CTE `moments` it reads
#}
{% macro bridge_steps(names, bridge_walk) -%}
    {%- set steps = bridge_walk.values() | list -%}
    {%- set walked = names | list -%}
    {%- for step in steps %}
    {%- set before = 'moments' if loop.first else 'step_' ~ loop.index0 %}
    {%- set from_key = names[0] if loop.first else 'reached_key' %}
step_{{ loop.index }} as (

    {{ automate_dv.bridge_step(step, before, from_key, walked) }}

),
    {%- do walked.append(step['bridge_link_pk']) %}
    {% endfor %}
computed as (

    select {{ walked | join(', ') }} from step_{{ steps | length }}

),
{%- endmacro %}
