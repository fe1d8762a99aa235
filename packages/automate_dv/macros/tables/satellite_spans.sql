{#
    The CTE of the spans of load time in which the rows of a satellite are valid, `<name>_spans`.
    With `eff`, a row with an older source time than a row loaded before it is never valid; with
    `hashdiff`, neither is a row that repeats the previous one.

    Arguments:
        name       name of the satellite
        satellite  its mapping in the argument satellites of pit
        src_pk     hash key column of the hub

    Example:
        see pit
#}
{% macro satellite_spans(name, satellite, src_pk) -%}
{%- set pk, ldts = satellite['pk'].values() | first, satellite['ldts'].values() | first %}
{%- set eff = satellite['eff'].values() | first if satellite['eff'] else none %}
{%- set hashdiff = satellite['hashdiff'] %}
{%- set rows = name ~ '_rows' if eff or hashdiff else ref(name) %}
{%- set by_time = 'partition by ' ~ pk ~ ' order by ' ~ [ldts, eff] | select | join(', ') %}
{%- if eff or hashdiff %}

{{ name }}_rows as (
    select {{ [pk, ldts, eff] | select | join(', ') }} from {{ ref(name) }}
    {%- if automate_dv.is_any_incremental() %}
    where {{ pk }} in (select {{ src_pk }} from points_in_time)
    {%- endif %}
    qualify true
        {%- if eff %}
        and {{ eff }} >= max({{ eff }})
            over ({{ by_time }} rows between unbounded preceding and current row)
        {%- endif %}
        {%- if hashdiff %}
        and (
            {{ hashdiff }} is distinct from lag({{ hashdiff }}) over ({{ by_time }})
            {%- if eff %}
            or {{ eff }} is distinct from lag({{ eff }}) over ({{ by_time }})
            {%- endif %}
        )
        {%- endif %}
),
{%- endif %}

{{ name }}_spans as (
    select
        {{ pk }} as pk,
        {{ ldts }} as valid_from,
        lead({{ ldts }}, 1, {{ automate_dv.after_all_dates() }})
            over (partition by {{ pk }} order by {{ ldts }}) as valid_until
        {%- if eff %},
        max({{ eff }}) as changed_at
        {%- endif %}
    from {{ rows }}
    {%- if automate_dv.is_any_incremental() and not (eff or hashdiff) %}
    where {{ pk }} in (select {{ src_pk }} from points_in_time)
    {%- endif %}
    group by {{ pk }}, {{ ldts }}
),
{%- endmacro %}
