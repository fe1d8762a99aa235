{#
    Fails for each combination of values of several columns that more than one row has.

    Arguments:
        columns  the columns that together are unique
#}
{% test unique_combination(model, columns) %}

with

counted as (

    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}

)

select * from counted
where row_count > 1

{% endtest %}
