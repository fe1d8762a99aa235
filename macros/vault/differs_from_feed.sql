{#
    The keys whose latest row in a satellite differs from the latest delivered row, in its hashdiff
    or in a column of the payload, and the delivered rows without a key or load time, which the
    vault does not load. A test of the staging model cannot replace this, because its failure would
    skip the hubs that other feeds share.

    Arguments:
        stage      name of the staging model
        satellite  name of the satellite
        hash_key   key column of both
        hashdiff   hashdiff column of both
        required   columns of the staging model that are never null; default: hash_key and loaded_at

    Example:
        {{ differs_from_feed('stg_shop__orders', 'sat_order__shop', 'order_hk', 'order_hashdiff') }}
#}
{% macro differs_from_feed(stage, satellite, hash_key, hashdiff, required=none) -%}
select
    '{{ satellite }}' as satellite,
    coalesce(delivered.{{ hash_key }}, kept.{{ hash_key }}) as hash_key
from ({{ newest_rows(stage, hash_key) }}) as delivered
full outer join ({{ newest_rows(satellite, hash_key) }}) as kept
    on delivered.{{ hash_key }} = kept.{{ hash_key }}
where
    coalesce(delivered.{{ hash_key }}, kept.{{ hash_key }}) is not null
    and (
        delivered.{{ hashdiff }} is distinct from kept.{{ hashdiff }}
        {%- for name in payload_columns(satellite, [hash_key, hashdiff]) %}
        or delivered.{{ name }} is distinct from kept.{{ name }}
        {%- endfor %}
    )
union all
{{ rows_with_nulls(stage, satellite, required or [hash_key, 'loaded_at']) }}
{% endmacro %}

{#
    The columns of a satellite apart from keys and technical ones. A row that is delivered again
    unchanged has other times and another source there.

    Arguments:
        satellite  name of the satellite
        others     its further columns that are not payload

    Example:
        see differs_from_feed
#}
{% macro payload_columns(satellite, others) -%}
    {%- set technical = others + ['loaded_at', 'effective_from', 'record_source'] -%}
    {{ return((node_of(satellite).columns | reject('in', technical) | list) if execute else []) }}
{%- endmacro %}

{#
    The rows of a staging model without one of some columns, as `differs_from_feed` returns rows.

    Arguments:
        stage      name of the staging model
        satellite  name of the satellite that is compared with its feed
        columns    columns that are never null, the hash key first

    Example:
        {{ rows_with_nulls('stg_erp__products_presence', 'sat_product__erp', ['product_hk']) }}
#}
{% macro rows_with_nulls(stage, satellite, columns) -%}
select
    '{{ satellite }}' as satellite,
    {{ columns[0] }} as hash_key
from {{ released_rows(stage) }} as staged
where {{ columns | join(' is null or ') }} is null
{%- endmacro %}
