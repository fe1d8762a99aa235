{#
    The query of a satellite for loads in order: the staged rows whose hashdiff differs from the
    key's previous one, which is staged or, for the first staged row of a key, stored.

    Arguments:
        columns       mapping from sat_columns
        source_model  name of the staging model

    Example:
        see sat
#}
{% macro sat_in_order(columns, source_model) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
with

staged as (
    select distinct {{ columns.staged }}
    from {{ automate_dv.source_rows(source_model) }}
    where {{ columns.staged_pk }} is not null
),

compared as (
    select
        *,
        lag({{ columns.hashdiff }}) over (
            partition by {{ columns.pk }}
            order by {{ columns.ldts }}, {{ columns.change_columns | join(', ') }}
        ) as previous_hashdiff
    from staged
),
{%- if incremental %}

newest_stored as (
    select
        {{ columns.pk }},
        {{ columns.hashdiff }}
    from {{ this }}
    where {{ columns.pk }} in (select {{ columns.pk }} from staged)
    qualify rank() over (
        partition by {{ columns.pk }}
        order by {{ columns.ldts }} desc
    ) = 1
),
{%- endif %}

changed as (
    select {{ automate_dv.prefix(columns.stored, 'compared') }}
    from compared
    {%- if incremental %}
    left join newest_stored on compared.{{ columns.pk }} = newest_stored.{{ columns.pk }}
    where
        coalesce(compared.previous_hashdiff, newest_stored.{{ columns.hashdiff }})
        is distinct from compared.{{ columns.hashdiff }}
    {%- else %}
    where compared.previous_hashdiff is distinct from compared.{{ columns.hashdiff }}
    {%- endif %}
)

select * from changed
{%- endmacro %}
