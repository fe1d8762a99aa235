{#
    The current row of each key: the latest by source time, and with equal source times the one
    loaded last. Events and rates do not change in their source, so a later delivery of one is a
    correction: the row loaded last is current, whatever its source time.

    Arguments:
        relation  name of a satellite, or of the table or staging model of a feed, with loaded_at
                  and, unless it is a reference table, effective_from
        key       column of the key, or several, separated by commas
        where     condition on the rows (optional)

    Example:
        {{ newest_rows('sat_order__shop', 'order_hk') }}
#}
{% macro newest_rows(relation, key, where='true') -%}
    select * from {{ ref(relation) }}
    where
        {{ where }}
        {%- if relation in staged_feeds() %}
        and not coalesce(is_conflicting, false)
        and {{ is_released(relation) }}
        {%- endif %}
    qualify row_number() over (
        partition by {{ key }}
        order by {{ newest_first(relation) }}
    ) = 1
{%- endmacro %}

{#
    The order of the rows of a key in which the current one is first.

    Arguments:
        relation  see newest_rows

    Example:
        see newest_rows
#}
{% macro newest_first(relation) -%}
    {%- set times = ['effective_from desc', 'loaded_at desc'] -%}
    {%- if relation.startswith('ref_') -%} {%- set times = times[1:] -%}
    {%- elif is_delivered_as('events', relation) -%} {%- set times = times[::-1] -%}
    {%- endif -%}
    {{ times | join(', ') }}
{%- endmacro %}

{#
    Whether a table or staging model has the rows of a feed with a given delivery kind.

    Arguments:
        kind      deliveryKind of the feed's contract: events, changeFeed or fullSnapshot
        relation  name of the table or staging model

    Example:
        see newest_rows
#}
{% macro is_delivered_as(kind, relation) -%}
    {%- set found = [] -%}
    {%- for declaration in feed_declarations().values() if declaration.delivery == kind
        and relation in [declaration.stage] + declaration.vault_tables -%}
        {%- do found.append(relation) -%}
    {%- endfor -%}
    {{ return(found != []) }}
{%- endmacro %}
