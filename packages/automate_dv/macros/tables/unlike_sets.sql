{#
    The CTE `unlike`: the keys whose staged set of members is not the stored one.

    Arguments:
        names    mapping from sat_columns
        members  what tells members apart: keys and hashdiff

    Example:
        see ma_sat_in_order, whose CTEs `whole` and `stored` it reads
#}
{% macro unlike_sets(names, members) -%}
-- A member that only one of the two sets has changes the set.
unlike as (

    select
        coalesce(whole.{{ names.pk }}, stored.{{ names.pk }}) as {{ names.pk }}
    from whole
    full outer join stored
        on {{ automate_dv.multikey(members, prefix=['whole', 'stored'], condition='=') }}
    where
        whole.{{ names.pk }} is null
        or stored.{{ names.pk }} is null

),
{%- endmacro %}
