{#
    The keys of the rows of a vault table that are pending.

    Arguments:
        key   column of the key
        load  see touched

    Example:
        see touched
#}
{% macro keys_loaded(key, load) -%}
    {%- set table = load if load is string else load['table'] %}
    select {{ 'loaded' if load is string else 'link' }}.{{ key }}
    from {{ ref(table) }} as loaded
    {%- if load is not string %}
    inner join {{ ref(load['through']) }} as link
        on loaded.{{ load['on'] }} = link.{{ load['on'] }}
    {%- endif %}
    where loaded.loaded_at in ({{ pending_loads(table) }})
{%- endmacro %}

{#
    The load dates of a vault table that are pending.

    Arguments:
        table  name of the vault table

    Example:
        see keys_loaded
#}
{% macro pending_loads(table) -%}
    select loaded_at from {{ ref('vault_loads') }} where vault_table = '{{ table }}' and is_pending
{%- endmacro %}

{#
    The keys of the stored rows of a fact whose customer, or version of it, is another now: one
    that golden_scope names.

    Arguments:
        key       column of the key
        event_at  see touched

    Example:
        see touched
#}
{% macro keys_resolved_anew(key, event_at) %}
    select stored.{{ key }}
    from {{ this }} as stored
    inner join {{ rows_in_scope('customer_resolution', 'golden_scope', 'customer_uid') }}
        as resolution
        on
            stored.customer_hk = resolution.customer_hk
            and {{ event_at }} >= resolution.valid_from
            and {{ event_at }} < resolution.valid_to
    where stored.customer_key <> resolution.customer_key
{%- endmacro %}

{#
    The keys of the stored rows of a fact, which has `currency`, whose rate of exchange is pending.

    Arguments:
        key       column of the key
        rated_on  see touched

    Example:
        see touched
#}
{% macro keys_rated_anew(key, rated_on) %}
    select stored.{{ key }}
    from {{ this }} as stored
    inner join ({{ spans_rated_anew() }}) as spans
        on
            stored.currency = spans.currency
            and {{ rated_on }} >= spans.valid_from
            and {{ rated_on }} < spans.valid_to
{%- endmacro %}

{#
    The query of the spans of days of a currency whose rate of exchange is pending.

    Example:
        see keys_rated_anew
#}
{% macro spans_rated_anew() -%}
    select
        spans.currency,
        spans.valid_from,
        spans.valid_to
    from {{ ref('exchange_rate_spans') }} as spans
    inner join {{ ref('ref_exchange_rates') }} as rates
        on
            spans.currency = rates.currency
            and spans.valid_from <= rates.rate_date
            and spans.valid_to > rates.rate_date
    where rates.loaded_at in ({{ pending_loads('ref_exchange_rates') }})
{%- endmacro %}
