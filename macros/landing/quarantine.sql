{#
    The rejected rows of a feed.

    Arguments:
        feed  name of the feed

    Example:
        {{ quarantine('sap_kna1') }}
#}
{% macro quarantine(feed) -%}
with

rejected as (

    select * from {{ ref('landing_' ~ feed) }}
    where {{ is_pending(feed) }} and quarantine_reason is not null

)

select * from rejected
{%- endmacro %}
