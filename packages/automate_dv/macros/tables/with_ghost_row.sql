{#
    The query of a satellite, with the var `enable_ghost_records` together with its ghost record
    where the satellite has none yet.

    Arguments:
        query         text of the query
        names         mapping from sat_columns
        eff           list of the column of the source's own time of change, or an empty list
        source_model  name of the staging model

    Example:
        see sat
#}
{% macro with_ghost_row(query, names, eff, source_model) -%}
    {%- if not var('enable_ghost_records', false) -%}
        {{ query }}
    {%- else -%}
select * from (
    {{ query }}
) as told_by_sources
union all
select * from (
    {{ automate_dv.ghost_row(names, eff, source_model) }}
) as ghost
        {%- if automate_dv.is_any_incremental() %}
where not exists (
    select 1 from {{ this }} as stored
    where stored.{{ names.pk }} = ghost.{{ names.pk }}
)
        {%- endif %}
    {%- endif -%}
{%- endmacro %}
