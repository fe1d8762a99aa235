{#
    Fails for each key, of one or more columns, that occurs in more than one row or has a null, and
    for each key with a row in which a required column is null.

    One test replaces `unique` and a `not_null` per column, because most of the cost of a test in a
    build is the overhead of dbt per node.

    Arguments:
        columns   the columns of the key; by default the column that the test belongs to
        required  other columns that are never null (optional)

    Example:
        data_tests:
          - primary_key:
              arguments: {columns: [opportunity_hk, date_day]}
#}
{% test primary_key(model, column_name=none, columns=none, required=[]) %}
{%- set names = columns or [column_name] %}
{%- set has_null = (names + required) | join(' is null or ') ~ ' is null' %}

with

suspect_hashes as (

    select hash({{ names | join(', ') }}) as row_hash
    from {{ model }}
    group by hash({{ names | join(', ') }})
    having count(*) > 1 or max(case when {{ has_null }} then 1 else 0 end) = 1

),

counted as (

    select
        {{ names | join(',\n        ') }},
        count(*) as row_count,
        max(case when {{ has_null }} then 1 else 0 end) as has_null
    from {{ model }}
    where hash({{ names | join(', ') }}) in (select row_hash from suspect_hashes)
    group by {{ names | join(', ') }}

)

select * from counted
where row_count > 1 or has_null = 1

{% endtest %}
