{#
    For each satellite the CTE `<satellite>_spans`: from when until when each load date of a key was
    the newest, for the keys that are computed.

    Arguments:
        satellites  as given to pit

    Example:
        see pit, whose CTE `moments` it reads
#}
{% macro satellite_spans(satellites) -%}
{%- for name, columns in satellites.items() %}
    {%- set pk = (columns['pk'].values() | list)[0] %}
    {%- set ldts = (columns['ldts'].values() | list)[0] %}
{{ name }}_loads as (

    select
        {{ pk }} as pk,
        {{ ldts }} as valid_from
    from {{ ref(name) }}
    {%- if automate_dv.is_any_incremental() %}
    where {{ pk }} in (select pk from moments)
    {%- endif %}
    group by {{ pk }}, {{ ldts }}

),

{{ name }}_spans as (

    select
        pk,
        valid_from,
        coalesce(
            lead(valid_from) over (
                partition by pk
                order by valid_from
            ),
            cast('{{ automate_dv.max_datetime() }}' as {{ automate_dv.type_timestamp() }})
        ) as valid_until
    from {{ name }}_loads

),
{%- endfor %}
{%- endmacro %}
