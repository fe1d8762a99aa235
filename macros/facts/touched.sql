{#
    The CTE `touched` of an incremental table, none where it is yet to be made: the keys that it
    must compute anew. They are those of new rows in the vault, of events that belong to another
    customer or version of it now, and of events whose rate of exchange may be another.

    A table computes all that belongs to one key (an order, a visitor) as a whole: the key is its
    `unique_key`, and with `delete+insert` the rows of the touched keys are replaced.

    Arguments:
        key       column of the key, in the tables named below and in the table itself
        loads     names of the vault tables that it is made from; of one that lacks the key a
                  mapping of `table`, `on` (its own key) and `through` (a link that has both)
        event_at  column with the time of the event by which a version of the customer is chosen, or
                  an expression of it, in a fact that has customer_hk and customer_key (optional)
        rated_on  column with the day of the rate of exchange, in a fact with currency (optional)
        owned_by  where customer_hk comes from: a mapping of `table`, a model that may be computed
                  anew, and `on`, the column to look it up by (optional)

    Example:
        with

        {{ touched('order_hk', loads=['sat_order__shop'], event_at='ordered_at') }}

        orders as (

            select * from {{ ref('current_orders') }}
            where {{ is_touched('order_hk') }}

        ),
#}
{% macro touched(key, loads, event_at=none, rated_on=none, owned_by=none) -%}
    {#- dbt learns what is read when it parses; a unit test gives no inputs of this CTE. -#}
    {%- if not execute or is_later_load() -%}
touched as (
    {{ touched_keys(key, loads, event_at, rated_on, owned_by) }}

),
    {%- endif -%}
{%- endmacro %}

{#
    The query of the keys that an incremental table must compute anew.

    Arguments: see touched

    Example:
        see forget_touched
#}
{% macro touched_keys(key, loads, event_at=none, rated_on=none, owned_by=none) -%}
    {%- set parts = [] -%}
    {%- for load in loads -%}
        {%- do parts.append(keys_loaded(key, load)) -%}
    {%- endfor -%}
    {%- if event_at -%}
        {%- do parts.append(keys_resolved_anew(key, event_at)) -%}
    {%- endif -%}
    {%- if rated_on -%}
        {%- do parts.append(keys_rated_anew(key, rated_on)) -%}
    {%- endif -%}
    {%- if owned_by -%}
        {%- do parts.append(keys_owned_anew(key, owned_by)) -%}
    {%- endif -%}
    {{ parts | join('\n    union') }}
{%- endmacro %}

{#
    The condition that a row belongs to a touched key; true for every row where the table is yet to
    be made. The CTE `touched` must stand before.

    Arguments:
        key  column of the key

    Example:
        see touched
#}
{% macro is_touched(key) -%}
    {{ key ~ ' in (select ' ~ key ~ ' from touched)' if is_later_load() else 'true' }}
{%- endmacro %}
