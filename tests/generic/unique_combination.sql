{#
    Fails for each combination of column values that occurs in more than one row.

    Groups by a hash first and compares values only where hashes collide: grouping millions of rows
    by one number is much cheaper than by several long strings.

    Arguments:
        columns  the columns that together are unique

    Example:
        data_tests:
          - unique_combination:
              arguments: {columns: [feed, batch_id]}
#}
{% test unique_combination(model, columns) %}
{%- set names = columns | join(', ') %}

with

duplicate_hashes as (

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
    where hash({{ names }}) in (select row_hash from duplicate_hashes)
    group by {{ names }}

)

select * from counted
where row_count > 1

{% endtest %}
