{#
    One CTE of a staging model: the columns kept, and those made here.

    Arguments:
        name   name of the CTE
        step   name of the CTE before
        kept   list of the columns kept, or ['*']
        made   the columns made here as the list of a select, or an empty text

    Example:
        see stage
#}
{% macro stage_step(name, step, kept, made) %}
    {%- set added = [made] if made | trim else [] -%}
    {#- While dbt only parses, the columns of the source are not known. -#}
    {%- set columns = kept + added or ['*'] %}
{{ name }} as (

    select
        {{ columns | join(',\n        ') }}
    from {{ step }}

),
{%- endmacro %}
