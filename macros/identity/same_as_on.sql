{#
    The same-as links as of given days: one row per day, customer record and its birth record.

    For each link, the latest row loaded by that day decides whether the link was open.

    Arguments:
        days  relation or CTE of the column as_of_date, a date

    Example:
        {{ same_as_on('asked_days') }}
#}
{% macro same_as_on(days) -%}
    select
        days.as_of_date,
        links.customer_hk,
        links.master_customer_hk
    from {{ days }} as days
    inner join {{ ref('eff_sat_sal_customer') }} as links
        on cast(links.loaded_at as date) <= days.as_of_date
    qualify
        row_number() over (
            partition by days.as_of_date, links.sal_customer_hk
            order by links.loaded_at desc, links.effective_to desc
        ) = 1
        and cast(links.effective_to as date) > days.as_of_date
{%- endmacro %}
