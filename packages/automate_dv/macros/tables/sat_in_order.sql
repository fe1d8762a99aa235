{#
    The body of a satellite whose loads come in order: a row where the hashdiff differs from the
    one before, in the staged rows or, for the first of a key, in the satellite.

    Arguments:
        src_pk        hash key column
        src_hashdiff  hashdiff column
        src_ldts      load date column
        columns       all columns of the result, in order
        source_model  name of the staging model

    Example:
        see sat
#}
{% macro sat_in_order(src_pk, src_hashdiff, src_ldts, columns, source_model) -%}
with

staged as (

    select distinct {{ columns | join(', ') }}
    from {{ ref(source_model) }}
    where {{ src_pk }} is not null

),

compared as (

    select
        staged.*,
        lag({{ src_hashdiff }}) over (
            partition by {{ src_pk }}
            order by {{ src_ldts }}, {{ src_hashdiff }}
        ) as hashdiff_before
    from staged

),
{%- if automate_dv.is_any_incremental() %}

stored as (

    select
        {{ src_pk }},
        {{ src_hashdiff }}
    from {{ this }}
    where {{ src_pk }} in (select {{ src_pk }} from staged)
    qualify row_number() over (
        partition by {{ src_pk }}
        order by {{ src_ldts }} desc
    ) = 1

),
{%- endif %}

changed as (

    select {{ automate_dv.prefix(columns, 'compared') }}
    from compared
    {%- if automate_dv.is_any_incremental() %}
    left join stored
        on compared.{{ src_pk }} = stored.{{ src_pk }}
    where
        coalesce(compared.hashdiff_before, stored.{{ src_hashdiff }})
        is distinct from compared.{{ src_hashdiff }}
    {%- else %}
    where compared.hashdiff_before is distinct from compared.{{ src_hashdiff }}
    {%- endif %}

)

select * from changed
{%- endmacro %}
