{#
    The CTE `newest`: of each stored relationship of a staged driving key the newest row.

    Arguments:
        names  mapping from eff_sat_columns

    Example:
        see eff_sat_in_order, whose CTE `staged` it reads
#}
{% macro newest_effectivity(names) -%}
newest as (

    select stored.*
    from {{ this }} as stored
    where exists (
        select 1 from staged
        where {{ automate_dv.multikey(names.drivers, prefix=['stored', 'staged'], condition='=') }}
    )
    qualify row_number() over (
        partition by stored.{{ names.hashdiff }}
        order by stored.{{ names.ldts }} desc, stored.{{ names.end }}
    ) = 1

),
{%- endmacro %}
