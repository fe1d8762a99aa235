{#
    One step of a bridge: from the keys reached so far along a link, by the relationships whose
    newest row at the as-of date says that they have not ended then.

    Arguments:
        step      one mapping of bridge_walk
        before    name of the CTE of the step before
        from_key  its column with the key to go on from
        walked    list of its columns to keep

    Example:
        see bridge_steps
#}
{% macro bridge_step(step, before, from_key, walked) -%}
    select
        {{ automate_dv.prefix(walked, before) }},
        link.{{ step['link_pk'] }} as {{ step['bridge_link_pk'] }},
        link.{{ step['link_fk2'] }} as reached_key
    from {{ before }}
    inner join {{ ref(step['link_table']) }} as link
        on {{ before }}.{{ from_key }} = link.{{ step['link_fk1'] }}
    inner join {{ ref(step['eff_sat_table']) }} as effectivity
        on
            link.{{ step['link_pk'] }} = effectivity.{{ step['eff_sat_pk'] }}
            and {{ before }}.as_of_date >= effectivity.{{ step['eff_sat_load_date'] }}
    qualify
        row_number() over (
            partition by
                {{ automate_dv.prefix(walked, before) }},
                link.{{ step['link_pk'] }}
            order by
                effectivity.{{ step['eff_sat_load_date'] }} desc,
                effectivity.{{ step['eff_sat_end_date'] }} desc
        ) = 1
        and effectivity.{{ step['eff_sat_end_date'] }} > {{ before }}.as_of_date
{%- endmacro %}
