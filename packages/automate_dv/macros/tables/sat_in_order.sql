{#
    The body of a satellite whose loads come in order: a row where the hashdiff differs from the
    one before, in the staged rows or, for the first of a key, in the satellite.

    Arguments:
        names         mapping from sat_columns
        source_model  name of the staging model

    Example:
        see sat
#}
{% macro sat_in_order(names, source_model) -%}
with

{{ automate_dv.compared_deliveries(names, source_model) }}
{%- if automate_dv.is_any_incremental() %}

{{ automate_dv.newest_stored(names, [names.hashdiff]) }}
{%- endif %}

changed as (

    select {{ automate_dv.prefix(names.all, 'compared') }}
    from compared
    {%- if automate_dv.is_any_incremental() %}
    left join stored
        on compared.{{ names.pk }} = stored.{{ names.pk }}
    where
        coalesce(compared.hashdiff_before, stored.{{ names.hashdiff }})
        is distinct from compared.{{ names.hashdiff }}
    {%- else %}
    where compared.hashdiff_before is distinct from compared.{{ names.hashdiff }}
    {%- endif %}

)

select * from changed
{%- endmacro %}
