{#
    The end of a staging model: all columns, or only those made in it.

    Arguments:
        only_made  whether the source's columns are left out
        names      mapping from stage_columns
        mappings   mappings whose names are columns made in the last steps, or none

    Example:
        see stage
#}
{% macro stage_result(only_made, names, mappings) %}
    {%- set made = names.made | list -%}
    {%- for mapping in mappings if mapping -%}
        {%- do made.extend(mapping | list) -%}
    {%- endfor %}
staged as (

    select {{ made | join(', ') if only_made and made else '*' }}
    from ranked

)

select * from staged
{%- endmacro %}
