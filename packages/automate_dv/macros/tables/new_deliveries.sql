{#
    The rows of a change feed whose key and load date are not stored yet.

    Of two payloads for one key and load date the one with the smaller hashdiff is kept; the other
    is listed by `sat_conflicts`.

    Arguments:
        keys          the columns of the key, the hash key first
        src_hashdiff  hashdiff column
        src_ldts      load date column
        columns       all columns of the result, in order
        source_model  name of the staging model

    Example:
        see sat and ma_sat
#}
{% macro new_deliveries(keys, src_hashdiff, src_ldts, columns, source_model) -%}
with

staged as (

    select {{ columns | join(', ') }}
    from {{ ref(source_model) }}
    where {{ keys[0] }} is not null
    qualify row_number() over (
        partition by {{ keys | join(', ') }}, {{ src_ldts }}
        order by {{ src_hashdiff }}
    ) = 1

),

new_rows as (

    select staged.*
    from staged
    {%- if automate_dv.is_any_incremental() %}
    where not exists (
        select 1 from {{ this }} as stored
        where
            stored.{{ src_ldts }} = staged.{{ src_ldts }}
            and stored.{{ keys[0] }} = staged.{{ keys[0] }}
            {%- for key in keys[1:] %}
            and stored.{{ key }} is not distinct from staged.{{ key }}
            {%- endfor %}
    )
    {%- endif %}

)

select * from new_rows
{%- endmacro %}
