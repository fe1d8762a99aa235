{#
    The rows of a point-in-time table: the span of each satellite that holds the as-of date.

    Arguments:
        names       list of the columns before those of the satellites
        satellites  as given to pit

    Example:
        see pit, whose CTEs `moments` and `<satellite>_spans` it reads
#}
{% macro pit_rows(names, satellites) -%}
    {%- set ghost_date -%} cast('1900-01-01' as {{ automate_dv.type_timestamp() }}) {%- endset -%}
    select
        {{ automate_dv.prefix(names, 'moments') }},
        {%- for name, columns in satellites.items() %}
        coalesce({{ name }}_spans.pk, {{ automate_dv.ghost_key() }})
            as {{ name }}_{{ (columns['pk'].keys() | list)[0] }},
        coalesce({{ name }}_spans.valid_from, {{ ghost_date }})
            as {{ name }}_{{ (columns['ldts'].keys() | list)[0] }}
            {{- ',' if not loop.last }}
        {%- endfor %}
    from moments
    {%- for name in satellites %}
    left join {{ name }}_spans
        on
            moments.{{ names[0] }} = {{ name }}_spans.pk
            and moments.as_of_date >= {{ name }}_spans.valid_from
            and moments.as_of_date < {{ name }}_spans.valid_until
    {%- endfor %}
{%- endmacro %}
