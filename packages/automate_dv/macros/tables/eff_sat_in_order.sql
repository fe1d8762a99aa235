{#
    The body of an effectivity satellite whose loads come in order: the staged rows that open a
    relationship, open it again or close it, and the rows that close what was open.

    Arguments:
        names         mapping from eff_sat_columns
        source_model  name of the staging model

    Example:
        see eff_sat
#}
{% macro eff_sat_in_order(names, source_model) -%}
    {%- set parts = names.drivers + names.partners -%}
with

staged as (

    select distinct {{ names.all | join(', ') }}
    from (select {{ names.selected }} from {{ automate_dv.source_rows(source_model) }}) as delivered
    where {{ automate_dv.multikey(parts, condition='is not null') }}

),
{%- if automate_dv.is_any_incremental() %}

{{ automate_dv.newest_effectivity(names) }}

{{ automate_dv.eff_sat_changes(names) }}
{%- endif %}

changed as (

    {% if automate_dv.is_any_incremental() %}
    select * from begun_or_ended
    {%- if (config.get('meta') or {}).get('is_auto_end_dating', false) %}
    union
    {{ automate_dv.eff_sat_closings(names) }}
    {%- endif %}
    {%- else %}
    select * from staged
    {%- endif %}

)

select * from changed
{%- endmacro %}
