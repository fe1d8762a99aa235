{#
    The statements that take the rows of a scope out of a table, before what is computed anew goes
    in: for tables of which a key may be left without rows, or that have a key on either side.
    Nothing where the table is yet to be made.

    Arguments:
        scope    name of the model that lists the keys; the model itself must read it
        key      column of the key in the scope
        columns  columns of the table that have such a key; `key` itself if none are named

    Example:
        {{ config(pre_hook="{{ forget('golden_scope', 'customer_uid') }}") }}
#}
{% macro forget(scope, key, columns=none) -%}
    {%- if is_later_load() -%}
    {%- for column in columns or [key] %}
    delete from {{ this }}
    where {{ column }} in (select {{ key }} from {{ ref(scope) }}){{ ';' if not loop.last }}
    {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
