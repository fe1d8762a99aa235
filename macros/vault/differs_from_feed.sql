{#
    The keys whose latest row in a satellite differs from the latest delivered row.

    Arguments:
        stage      name of the staging model
        satellite  name of the satellite
        hash_key   key column of both
        hashdiff   hashdiff column of both

    Example:
        {{ differs_from_feed('stg_shop__orders', 'sat_order__shop', 'order_hk', 'order_hashdiff') }}
#}
{% macro differs_from_feed(stage, satellite, hash_key, hashdiff) -%}
select
    '{{ satellite }}' as satellite,
    coalesce(delivered.{{ hash_key }}, kept.{{ hash_key }}) as hash_key
from ({{ newest_rows(stage, hash_key) }}) as delivered
full outer join ({{ newest_rows(satellite, hash_key) }}) as kept
    on delivered.{{ hash_key }} = kept.{{ hash_key }}
where
    coalesce(delivered.{{ hash_key }}, kept.{{ hash_key }}) is not null
    and delivered.{{ hashdiff }} is distinct from kept.{{ hashdiff }}
{% endmacro %}
