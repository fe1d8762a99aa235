{#
    Fails for each row of a point-in-time table that points to a missing satellite row.

    Arguments:
        satellite  name of the satellite; the model points to it with <satellite>_pk,
                   <satellite>_ldts and <satellite>_eff, zeros and 1900-01-01 where there is no row
        key        hash key column of the satellite

    Example:
        data_tests:
          - points_to_a_row:
              arguments: {satellite: sat_customer__sap, key: customer_hk}
#}
{% test points_to_a_row(model, satellite, key) %}

with

pointers as (

    select
        {{ key }},
        {{ satellite }}_pk as pointed_hk,
        {{ satellite }}_ldts as pointed_at,
        {{ satellite }}_eff as pointed_state,
        as_of_date
    from {{ model }}

),

satellite_rows as (

    select
        {{ key }},
        loaded_at,
        effective_from
    from {{ ref(satellite) }}

),

broken_pointers as (

    select pointers.*
    from pointers
    left join satellite_rows
        on
            pointers.pointed_hk = satellite_rows.{{ key }}
            and pointers.pointed_at = satellite_rows.loaded_at
            and pointers.pointed_state = satellite_rows.effective_from
    where
        pointers.pointed_at > pointers.as_of_date
        or (
            pointers.pointed_at > {{ open_start() }}
            and satellite_rows.{{ key }} is null
        )
        or (
            pointers.pointed_at > {{ open_start() }}
            and pointers.pointed_hk <> pointers.{{ key }}
        )

)

select * from broken_pointers

{% endtest %}
