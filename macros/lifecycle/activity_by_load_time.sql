{#
    The activity of customer records that the warehouse knew at the end of each month. One row per
    month and event. Each part applies the rules of the current tables to the rows loaded by the end
    of the month.

    Arguments:
        months        CTE with the output of customer_months
        order_states  CTE with the rows of sat_order__shop and customer_hk

    Example:
        activity as ({{ activity_by_load_time('months', 'order_states') }})
#}
{% macro activity_by_load_time(months, order_states) -%}
    select
        month_key,
        customer_hk,
        'order' as event_kind,
        ordered_at as occurred_at,
        is_revenue,
        order_total_eur,
        cast(null as varchar) as sentiment,
        cast(null as integer) as csat_score
    from (
        {{ known_orders(months, order_states) }}
    ) as orders
    union all
    select
        tickets.month_key,
        ticket_links.customer_hk,
        'ticket' as event_kind,
        tickets.opened_at as occurred_at,
        false as is_revenue,
        null as order_total_eur,
        null as sentiment,
        null as csat_score
    from (
        {{ newest_known_rows('sat_ticket__support', 'ticket_hk', months) }}
    ) as tickets
    inner join {{ months }}
        on tickets.month_key = {{ months }}.month_key
    inner join {{ ref('link_customer_ticket') }} as ticket_links
        on
            tickets.ticket_hk = ticket_links.ticket_hk
            and ticket_links.loaded_at < {{ months }}.ends_at
    union all
    select
        interactions.month_key,
        delivered_customers.customer_hk,
        'interaction' as event_kind,
        interactions.effective_from as occurred_at,
        false as is_revenue,
        null as order_total_eur,
        interactions.sentiment,
        interactions.csat_score
    from (
        {{ newest_known_rows('sat_interaction__crm', 'interaction_hk', months) }}
    ) as interactions
    inner join {{ ref('eff_sat_customer_interaction') }} as delivered_customers
        on
            interactions.interaction_hk = delivered_customers.interaction_hk
            and interactions.effective_from = delivered_customers.effective_from
            and interactions.loaded_at = delivered_customers.loaded_at
    {%- for kind, events in {
        'transaction': known_transactions(months), 'login': known_logins(months)
    }.items() %}
    union all
    select
        month_key,
        customer_hk,
        '{{ kind }}' as event_kind,
        occurred_at,
        false as is_revenue,
        null as order_total_eur,
        null as sentiment,
        null as csat_score
    from (
        {{ events }}
    ) as {{ kind }}s
    {%- endfor %}
{%- endmacro %}

{#
    The orders known at the end of each month: their customer record and their value in euro.

    Arguments:
        months        CTE with the output of customer_months
        order_states  CTE with the rows of sat_order__shop and customer_hk

    Example:
        see activity_by_load_time
#}
{% macro known_orders(months, order_states) -%}
    with orders as (
        {{ newest_known_rows('sat_order__shop', 'order_hk', months, rows=order_states) }}
    ),

    lines as (
        {{ known_order_lines(months) }}
    ),

    known_rates as (
        {{ newest_known_rows('ref_exchange_rates', 'currency, rate_date', months) }}
    ),

    rates as (
        {{ rate_spans('known_rates', month='month_key') }}
    ),

    orders_with_rate as (
        select
            orders.*,
            case when orders.currency = 'EUR' then 1 else rates.units_per_euro end
                as units_per_euro
        from orders
        left join rates
            on
                orders.month_key = rates.month_key
                and orders.currency = rates.currency
                and cast(orders.ordered_at as date) >= rates.valid_from
                and cast(orders.ordered_at as date) < rates.valid_to
    )

    select
        orders.month_key,
        orders.customer_hk,
        orders.ordered_at,
        {{ is_revenue('orders.order_status') }} as is_revenue,
        sum({{ to_euro('lines.line_total', 'orders.units_per_euro') }}) as order_total_eur
    from orders_with_rate as orders
    left join lines
        on
            orders.month_key = lines.month_key
            and orders.order_hk = lines.order_hk
    group by
        orders.month_key, orders.order_hk, orders.customer_hk, orders.ordered_at,
        orders.order_status
{%- endmacro %}

{#
    The order lines known at the end of each month, as in current_order_lines.

    Arguments:
        months  CTE with the output of customer_months

    Example:
        see known_orders
#}
{% macro known_order_lines(months) -%}
    select
        line_states.month_key,
        links.order_hk,
        {{ line_total('line_states') }} as line_total
    from (
        {{ newest_known_rows('sat_order_product__shop', 'order_product_hk', months) }}
    ) as line_states
    inner join {{ ref('link_order_product') }} as links
        on line_states.order_product_hk = links.order_product_hk
    inner join {{ months }}
        on
            line_states.month_key = {{ months }}.month_key
            and links.loaded_at < {{ months }}.ends_at
    qualify row_number() over (
        partition by line_states.month_key, links.order_hk, links.line_number
        order by
            line_states.effective_from desc, line_states.loaded_at desc,
            links.order_product_hk asc
    ) = 1
{%- endmacro %}

{#
    The transactions known at the end of each month, with the owner of the account at the time of
    the transaction, as in current_transactions.

    Arguments:
        months  CTE with the output of customer_months

    Example:
        see activity_by_load_time
#}
{% macro known_transactions(months) -%}
    with transactions as (
        {{ newest_known_rows('sat_transaction__finance', 'transaction_hk', months) }}
    ),

    known_ownerships as (
        {{ known_rows(ref('eff_sat_customer_account'), months) }}
    ),

    ownership_timeline as (
        {{ automate_dv.eff_sat_timeline(
            satellite='known_ownerships',
            src_pk='customer_account_hk',
            src_dfk=['month_key', 'account_hk'],
            src_sfk='customer_hk',
            src_start_date='start_at',
            src_end_date='end_at',
            src_ldts='loaded_at',
            is_cte=true,
        ) }}
    ),

    owners as (
        {{ ownership_spans('ownership_timeline', month='month_key') }}
    )

    select
        transactions.month_key,
        owners.customer_hk,
        transactions.transacted_at as occurred_at
    from transactions
    inner join {{ ref('eff_sat_account_transaction') }} as accounts
        on
            transactions.transaction_hk = accounts.transaction_hk
            and transactions.effective_from = accounts.effective_from
            and transactions.loaded_at = accounts.loaded_at
            and accounts.account_role = 'OWN'
    inner join owners
        on
            transactions.month_key = owners.month_key
            and accounts.account_hk = owners.account_hk
            and transactions.transacted_at >= owners.owned_from
            and transactions.transacted_at < owners.owned_to
{%- endmacro %}

{#
    The logins known at the end of each month, with the record that owned the e-mail address then.

    Arguments:
        months  CTE with the output of customer_months

    Example:
        see activity_by_load_time
#}
{% macro known_logins(months) -%}
    with login_keys as (
        select clickstream_hk from {{ ref('nh_link_clickstream') }}
        where event_type = 'login'
    ),

    -- A correction may turn an event into a login, or a login into a different event.
    login_deliveries as (
        select * from {{ ref('nh_link_clickstream') }}
        where clickstream_hk in (select clickstream_hk from login_keys)
    ),

    known_events as (
        {{ newest_known_rows(
            'nh_link_clickstream', 'clickstream_hk', months, rows='login_deliveries'
        ) }}
    ),

    attributes as (
        select * from {{ ref('customer_attributes') }}
        where
            attribute = 'email'
            and attribute_value is not null
    ),

    flagged_attributes as (
        {{ flag_placeholders('attributes') }}
    ),

    emails as (
        select
            *,
            {{ sha2_hex('lower(trim(attribute_value))') }} as email_sha256
        from flagged_attributes
        where not is_placeholder
    ),

    known_emails as (
        {{ known_rows('emails', months) }}
    ),

    owners as (
        {{ email_owners('known_emails', ref('source_priorities'), month='month_key') }}
    )

    select
        known_events.month_key,
        owners.customer_hk,
        known_events.effective_from as occurred_at
    from known_events
    inner join owners
        on
            known_events.month_key = owners.month_key
            and known_events.email_sha256 = owners.email_sha256
    where known_events.event_type = 'login'
{%- endmacro %}
