{#
    The current row of each key: the latest by source time, and with equal source times the one
    loaded last.

    Arguments:
        relation  name of a satellite or staging model with effective_from and loaded_at
        key       column of the key, or several, separated by commas
        where     condition on the rows (optional)

    Example:
        {{ newest_rows('sat_order__shop', 'order_hk') }}
#}
{% macro newest_rows(relation, key, where='true') -%}
    select * from {{ ref(relation) }}
    where {{ where }}
    qualify row_number() over (
        partition by {{ key }}
        order by effective_from desc, loaded_at desc
    ) = 1
{%- endmacro %}
