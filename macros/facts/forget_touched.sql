{#
    The statement that takes the rows of touched keys out of a table before what is computed anew
    goes in: for a table that gets rows of other keys as well. Nothing where it is yet to be made.

    Arguments: see touched; the model itself must read what they name

    Example:
        {{ config(pre_hook="{{ forget_touched('order_hk', loads=['sat_order__shop']) }}") }}
#}
{% macro forget_touched(key, loads, event_at=none) -%}
    {%- if is_later_load() -%}
    delete from {{ this }}
    where {{ key }} in (
        {{ touched_keys(key, loads, event_at) }}
    )
    {%- endif -%}
{%- endmacro %}
