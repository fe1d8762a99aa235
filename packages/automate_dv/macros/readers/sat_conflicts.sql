{#
    The staged rows that lost: another payload came for the same key and load date.

    Arguments:
        src_pk        hash key column
        src_hashdiff  hashdiff column
        src_ldts      load date column
        source_model  name of the staging model
        satellite     name of the satellite

    Example:
        {{ automate_dv.sat_conflicts('order_hk', 'order_hashdiff', 'loaded_at',
            'stg_shop__orders', 'sat_order__shop') }}
#}
{% macro sat_conflicts(src_pk, src_hashdiff, src_ldts, source_model, satellite) -%}
    select staged.*
    from {{ ref(source_model) }} as staged
    inner join {{ ref(satellite) }} as stored
        on
            staged.{{ src_pk }} = stored.{{ src_pk }}
            and staged.{{ src_ldts }} = stored.{{ src_ldts }}
            and staged.{{ src_hashdiff }} <> stored.{{ src_hashdiff }}
{%- endmacro %}
