{#
    The keys whose newest value in a satellite is not the newest that the feed delivered.

    Arguments:
        stage      name of the staging model
        satellite  name of the satellite
        hash_key   the key of both
        hashdiff   the hash of the payload in both

    Example:
        {{ differs_from_feed('stg_shop__orders', 'sat_order__shop', 'order_hk', 'order_hashdiff') }}
#}
{% macro differs_from_feed(stage, satellite, hash_key, hashdiff) -%}
select
    '{{ satellite }}' as satellite,
    coalesce(delivered.{{ hash_key }}, kept.{{ hash_key }}) as hash_key
from (
    select
        {{ hash_key }},
        {{ hashdiff }}
    from {{ ref(stage) }}
    where {{ hash_key }} is not null
    qualify row_number() over (
        partition by {{ hash_key }}
        order by effective_from desc, loaded_at desc
    ) = 1
) as delivered
full outer join (
    select
        {{ hash_key }},
        {{ hashdiff }}
    from {{ ref(satellite) }}
    qualify row_number() over (
        partition by {{ hash_key }}
        order by effective_from desc, loaded_at desc
    ) = 1
) as kept
    on delivered.{{ hash_key }} = kept.{{ hash_key }}
where delivered.{{ hashdiff }} is distinct from kept.{{ hashdiff }}
{% endmacro %}
