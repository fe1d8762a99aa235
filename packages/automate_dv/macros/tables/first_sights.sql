{#
    The body of hubs and links: of each key the row with the earliest load date, if it is new.

    Arguments:
        src_pk        hash key column
        columns       all columns of the result, in order
        parts         columns that must not be null, besides the key
        src_ldts      load date column
        src_source    record source column
        source_model  name of the staging model, or a list

    Example:
        see hub and link
#}
{% macro first_sights(src_pk, columns, parts, src_ldts, src_source, source_model) -%}
    {%- set required = automate_dv.as_list(src_pk) + parts -%}
with

staged as (
    {% for name in automate_dv.as_list(source_model) %}
    select {{ columns | join(', ') }}
    from {{ ref(name) }}
    where {{ required | join(' is not null and ') }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

first_sights as (

    select * from staged
    qualify row_number() over (
        partition by {{ src_pk }}
        order by {{ src_ldts }}, {{ src_source }}
    ) = 1

),

new_rows as (

    select first_sights.*
    from first_sights
    {%- if automate_dv.is_any_incremental() %}
    where not exists (
        select 1 from {{ this }} as stored
        where stored.{{ src_pk }} = first_sights.{{ src_pk }}
    )
    {%- endif %}

)

select * from new_rows
{%- endmacro %}
