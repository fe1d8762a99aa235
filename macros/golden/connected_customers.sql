{#
    Golden customers that pairs connect, directly or through others, each with the oldest of them.

    The oldest customer spreads along the pairs, one pair per step, so customers that are more than
    `steps` pairs away are not reached. In a household or group, nearly all customers are paired
    directly.

    Arguments:
        pairs      CTE of customer_uid and related_customer_uid, both directions
        customers  relation of customer_uid and first_seen_at
        steps      number of pairs to follow (optional)

    Example:
        connected_customers as ({{ connected_customers('pairs', ref('golden_customers')) }})
#}
{% macro connected_customers(pairs, customers, steps=8) -%}
    with

    edges as (
        select customer_uid, related_customer_uid from {{ pairs }}
        union
        select customer_uid, customer_uid as related_customer_uid from {{ pairs }}
    ),

    oldest_0 as (
        select
            customers.customer_uid,
            {{ automate_dv.timestamp_text('customers.first_seen_at') }} || ' '
                || customers.customer_uid as oldest
        from {{ customers }} as customers
    ),
    {%- for step in range(1, steps + 1) %}

    oldest_{{ step }} as (
        select edges.customer_uid, min(others.oldest) as oldest
        from edges
        inner join oldest_{{ step - 1 }} as others
            on edges.related_customer_uid = others.customer_uid
        group by edges.customer_uid
    ),
    {%- endfor %}

    connected as (
        select customer_uid, split_part(oldest, ' ', -1) as oldest_customer_uid
        from oldest_{{ steps }}
    )

    select
        *,
        count(*) over (partition by oldest_customer_uid) as member_count
    from connected
{%- endmacro %}
