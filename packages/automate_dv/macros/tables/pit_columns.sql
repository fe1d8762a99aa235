{#
    List of the columns of a point-in-time table.

    Arguments:
        names       list of the columns before those of the satellites
        satellites  as given to pit

    Example:
        see pit
#}
{% macro pit_columns(names, satellites) -%}
    {%- set columns = names | list -%}
    {%- for name, of_satellite in satellites.items() -%}
        {%- do columns.append(name ~ '_' ~ (of_satellite['pk'].keys() | list)[0]) -%}
        {%- do columns.append(name ~ '_' ~ (of_satellite['ldts'].keys() | list)[0]) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}
