{#
    Of each key of a link the pair that was delivered last: a partner that was corrected has left
    several.

    Arguments:
        link   name of a link
        key    column of the key that has one partner at a time
        where  condition on the rows to look at (optional)

    Example:
        {{ newest_links('link_order_shipment', 'shipment_hk') }}
#}
{% macro newest_links(link, key, where='true') -%}
    select * from {{ ref(link) }}
    where {{ where }}
    qualify row_number() over (
        partition by {{ key }}
        order by loaded_at desc, {{ link[5:] }}_hk asc
    ) = 1
{%- endmacro %}
