{#
    Golden customers that pairs connect, directly or through others, each with the oldest of them.

    In each step, a customer learns of the oldest customer that its pairs know, and tells the oldest
    one that it knew before and all who know the same one. Each step about doubles the number of
    pairs that are covered; twelve steps cover any household or group, even a chain of 1,000 pairs.

    Arguments:
        pairs      CTE of customer_uid and related_customer_uid, both directions
        customers  relation of customer_uid and first_seen_at
        steps      number of steps (optional)

    Example:
        connected_customers as ({{ connected_customers('pairs', ref('golden_customers')) }})
#}
{% macro connected_customers(pairs, customers, steps=12) -%}
    with

    edges as (
        select customer_uid, related_customer_uid from {{ pairs }}
        union
        select customer_uid, customer_uid as related_customer_uid from {{ pairs }}
    ),

    members as (
        select
            customers.customer_uid,
            {{ automate_dv.timestamp_text('customers.first_seen_at') }} || ' '
                || customers.customer_uid as own
        from {{ customers }} as customers
        inner join edges
            on
                customers.customer_uid = edges.customer_uid
                and customers.customer_uid = edges.related_customer_uid
    ),

    oldest_0 as (
        select customer_uid, own, own as oldest from members
    ),
    {%- for step in range(1, steps + 1) %}

    reached_{{ step }} as (
        select edges.customer_uid, min(others.oldest) as oldest
        from edges
        inner join oldest_{{ step - 1 }} as others
            on edges.related_customer_uid = others.customer_uid
        group by edges.customer_uid
    ),

    known_{{ step }} as (
        select
            previous.customer_uid,
            previous.own,
            previous.oldest as known,
            reached.oldest
        from oldest_{{ step - 1 }} as previous
        inner join reached_{{ step }} as reached on previous.customer_uid = reached.customer_uid
    ),

    told_{{ step }} as (
        select known, min(oldest) as oldest
        from (
            select known, oldest from known_{{ step }}
            union all
            select own as known, oldest from known_{{ step }}
        ) as reports
        group by known
    ),

    oldest_{{ step }} as (
        select
            customers.customer_uid,
            customers.own,
            least(of_known.oldest, of_own.oldest) as oldest
        from known_{{ step }} as customers
        inner join told_{{ step }} as of_known on customers.known = of_known.known
        inner join told_{{ step }} as of_own on customers.own = of_own.known
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
