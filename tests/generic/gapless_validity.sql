{#
    Fails for each version of an entity with a gap before or after it, or that overlaps another one.

    The first version must start on 1900-01-01 and the last end on 9999-12-31; none may be empty.

    Arguments:
        entity  key column of the entity; the model has valid_from and valid_to

    Example:
        data_tests:
          - gapless_validity:
              arguments: {entity: customer_uid}
#}
{% test gapless_validity(model, entity) %}

with

versions as (

    select
        {{ entity }},
        valid_from,
        valid_to,
        coalesce(
            lag(valid_to) over (
                partition by {{ entity }}
                order by valid_from
            ),
            {{ open_start() }}
        ) as must_start_at,
        coalesce(
            lead(valid_from) over (
                partition by {{ entity }}
                order by valid_from
            ),
            {{ open_end() }}
        ) as must_end_at
    from {{ model }}

)

select * from versions
where
    valid_from <> must_start_at
    or valid_to <> must_end_at
    or valid_from >= valid_to

{% endtest %}
