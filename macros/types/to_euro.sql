{#
    An amount in euro, at the exchange rate of its day (`exchange_rate_spans`).

    Arguments:
        amount          an amount in a currency, to at most eight digits after the point
        units_per_euro  the currency's rate

    Example:
        {{ to_euro('line_total', 'rates.units_per_euro') }} as line_total_eur
#}
{% macro to_euro(amount, units_per_euro) -%}
    cast({{ divide(amount, units_per_euro) }} as decimal(18, 2))
{%- endmacro %}
