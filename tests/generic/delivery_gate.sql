{#
    The gate between the landing of a feed and the vault: one row per delivery, rule and column by
    which a delivery is held back, with value and limit. The gate keeps readers on the last
    publication; it stops no model, because none reads both staging and `held_deliveries`. The
    deliveries themselves stay pending (macros/gates).

    Arguments:
        feed  name of the feed

    Example:
        data_tests:
          - delivery_gate:
              name: gate_orders
              arguments: {feed: orders}
#}
{% test delivery_gate(model, feed) %}
-- depends_on: {{ model }}, {{ ref('held_deliveries') }}
select
    feed,
    load as landed_in,
    rule,
    column_name,
    wrong_rows,
    landed,
    measured,
    allowed
from {{ bookkeeping_table('held_loads') }}
where source = '{{ feed_declaration(feed).stage }}'
{% endtest %}
