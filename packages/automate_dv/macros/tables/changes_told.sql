{#
    The end of a satellite of full snapshots: what is new and differs from what was told before.

    Arguments:
        names  mapping from sat_columns

    Example:
        see sat_of_snapshots, whose CTE `told` it reads
#}
{% macro changes_told(names) -%}
-- What is stored stays; what was delivered counts before what is restated.
told_once as (

    select * from told
    qualify row_number() over (
        partition by {{ names.pk }}, {{ names.ldts }}
        order by rank_of_teller
    ) = 1

),

{{ automate_dv.compared_states(names) }}

changed as (

    select {{ names.all | join(', ') }}
    from compared
    where
        rank_of_teller > 0
        and (
            place = 1
            {%- for column in names.state %}
            or {{ column }} is distinct from {{ column }}_before
            {%- endfor %}
        )

)

select * from changed
{%- endmacro %}
