{#
    The body of an extended tracking satellite: what was told and is not stored, once each.

    Arguments:
        tellings      for each satellite the list of all columns of the result, in order: the key,
                      hashdiff, satellite name, further ones, load date, record source
        key_length    number of the columns of the key
        src_ldts      load date column
        source_model  name of the staging model, or a list

    Example:
        see xts
#}
{% macro new_tellings(tellings, key_length, src_ldts, source_model) -%}
    {%- set names = automate_dv.column_names(tellings[0]) -%}
    {%- set told_once = names[:key_length + 2] + automate_dv.column_names(src_ldts) -%}
with

staged as (
    {{ automate_dv.staged_tellings(tellings, key_length, source_model) }}

),

staged_once as (

    select * from staged
    qualify row_number() over (
        partition by {{ told_once | join(', ') }}
        order by {{ names | join(', ') }}
    ) = 1

),

new_rows as (

    select staged_once.*
    from staged_once
    {%- if automate_dv.is_any_incremental() %}
    where not exists (
        select 1 from {{ this }} as stored
        where {{ automate_dv.multikey(told_once, prefix=['stored', 'staged_once'], condition='=') }}
    )
    {%- endif %}

)

select * from new_rows
{%- endmacro %}
