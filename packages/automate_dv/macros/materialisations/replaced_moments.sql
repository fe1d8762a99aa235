{#
    The statements that take out of a table what another tells anew, and put in its rows.

    Arguments:
        target   relation of the table
        told     relation of what told_moments gives
        columns  list of the columns of the table in quotes, the key first

    Example:
        see put_in_place
#}
{% macro replaced_moments(target, told, columns) -%}
    {%- set names = columns | join(', ') -%}
    {%- set pk = columns[0] -%}
    delete from {{ target }}
    where as_of_date in (select as_of_date from {{ told }} where {{ pk }} is null);
    delete from {{ target }}
    using (select distinct {{ pk }}, as_of_date from {{ told }}) as told
    where {{ target }}.{{ pk }} = told.{{ pk }} and {{ target }}.as_of_date = told.as_of_date;
    insert into {{ target }} ({{ names }})
    select {{ names }} from {{ told }} where is_row;
{%- endmacro %}
