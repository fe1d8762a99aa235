{#
    Fails for each combination of values of several columns that more than one row has.

    Only rows whose hash another row has are counted by their values: to group millions of rows by
    one number takes a fraction of what it takes by long texts.

    Arguments:
        columns  the columns that together are unique
#}
{% test unique_combination(model, columns) %}
{%- set names = columns | join(', ') %}

with

suspected as (

    select hash({{ names }}) as row_hash
    from {{ model }}
    group by hash({{ names }})
    having count(*) > 1

),

counted as (

    select
        {{ names }},
        count(*) as row_count
    from {{ model }}
    where hash({{ names }}) in (select row_hash from suspected)
    group by {{ names }}

)

select * from counted
where row_count > 1

{% endtest %}
