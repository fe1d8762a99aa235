{#
    The select of create_ghost_record, from the columns of a satellite. Of a join that finds nothing
    it takes nulls that have the types of staging.

    Arguments:
        names         mapping from sat_columns
        eff           list of the column of the source's own time of change, or an empty list
        source_model  name of the staging model

    Example:
        see create_ghost_record
#}
{% macro ghost_row(names, eff, source_model) -%}
    {%- set system = var('system_record_value', 'AUTOMATE_DV_SYSTEM') -%}
    select
        {%- for column in names.all %}
        {%- if column in [names.pk, names.hashdiff] %}
        {{ automate_dv.ghost_key() }} as {{ column }}
        {%- elif column in eff + [names.ldts] %}
        {{ automate_dv.cast_datetime('1900-01-01 00:00:00', as_string=true) }} as {{ column }}
        {%- elif column == names.source %}
        cast('{{ system }}' as {{ automate_dv.type_string() }}) as {{ column }}
        {%- else %}
        delivered.{{ column }}
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from (select 1 as one) as system_record
    left join (
        select {{ names.selected }}
        from {{ ref(source_model) }}
    ) as delivered
        on system_record.one = 0
{%- endmacro %}
