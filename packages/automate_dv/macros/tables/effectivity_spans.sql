{#
    The spans of load time in which the rows of an effectivity satellite are the last ones of their
    relationships: its key, load date and end, and `valid_until`, which is null for the newest row.

    Arguments:
        step        a step of the argument bridge_walk of bridge
        previous    relation of the step before
        from_key    its column that leads to the link
        is_partial  whether only the relationships of `previous` are needed

    Example:
        see bridge
#}
{% macro effectivity_spans(step, previous, from_key, is_partial) -%}
    {%- set pk, loaded_at, end = step['eff_sat_pk'], step['eff_sat_load_date'],
        step['eff_sat_end_date'] -%}
    select
        {{ pk }},
        {{ loaded_at }},
        {{ end }},
        lag({{ loaded_at }}) over (
            partition by {{ pk }} order by {{ loaded_at }} desc, {{ end }} desc
        ) as valid_until
    from {{ ref(step['eff_sat_table']) }}
    {%- if is_partial %}
    where {{ pk }} in (
        select link.{{ step['link_pk'] }}
        from {{ previous }}
        inner join {{ ref(step['link_table']) }} as link
            on {{ previous }}.{{ from_key }} = link.{{ step['link_fk1'] }}
    )
    {%- endif %}
{%- endmacro %}
