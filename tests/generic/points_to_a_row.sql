{#
    Fails for each row of a point-in-time table that points to a row which a satellite does not have.

    Arguments:
        satellite  name of the satellite; the model has its key and load date as
                   <satellite>_pk and <satellite>_ldts, zeros and 1900-01-01 where there is none
        key        hash key column of the satellite
#}
{% test points_to_a_row(model, satellite, key) %}

with

pointers as (

    select
        {{ key }},
        {{ satellite }}_pk as pointed_hk,
        {{ satellite }}_ldts as pointed_at,
        as_of_date
    from {{ model }}

),

stored as (

    select
        {{ key }},
        loaded_at
    from {{ ref(satellite) }}
    group by {{ key }}, loaded_at

),

wrong as (

    select pointers.*
    from pointers
    left join stored
        on
            pointers.pointed_hk = stored.{{ key }}
            and pointers.pointed_at = stored.loaded_at
    where
        pointers.pointed_at > pointers.as_of_date
        or (pointers.pointed_at > cast('1900-01-01' as timestamp) and stored.{{ key }} is null)
        or (
            pointers.pointed_at > cast('1900-01-01' as timestamp)
            and pointers.pointed_hk <> pointers.{{ key }}
        )

)

select * from wrong

{% endtest %}
