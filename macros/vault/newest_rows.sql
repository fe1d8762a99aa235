{#
    What holds now: of each key the row that is newest by the source's own time of change, and of
    two of one instant the one delivered last.

    Arguments:
        relation  name of a satellite or staging model with effective_from and loaded_at
        key       column of the key, or several, separated by commas
        where     condition on the rows to look at (optional)

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
