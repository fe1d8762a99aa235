{#
    The rejected rows of a feed.

    Arguments:
        feed  name of the feed
        rows  a select of its pending rows, where the landing view does not know all that is wrong
              with them (optional)

    Example:
        {{ quarantine('sap_kna1') }}
#}
{% macro quarantine(feed, rows=none) -%}
with

rejected as (

    select * from {{ '(' ~ rows ~ ') as checked' if rows else ref('landing_' ~ feed) }}
    where {{ is_pending(feed) }} and quarantine_reason is not null

)

select * from rejected
{%- endmacro %}
