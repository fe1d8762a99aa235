{#
    The gate between the landing of a feed and the vault: fails with one row per held delivery,
    violated rule and column, with value and limit, unless a steward has rejected the delivery. A
    failure keeps readers on the last publication but does not skip any model, because none reads
    both staging and `held_deliveries`. The deliveries stay pending (macros/gates).

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
where source = '{{ feed_declaration(feed).stage }}' and rule != 'rejected'
{% endtest %}
