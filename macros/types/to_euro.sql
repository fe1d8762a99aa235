{#
    An amount in euro, at the exchange rate of its day (`exchange_rate_spans`).

    Arguments:
        amount          an amount in a currency
        units_per_euro  the currency's rate

    Example:
        {{ to_euro('line_total', 'rates.units_per_euro') }} as line_total_eur
#}
{% macro to_euro(amount, units_per_euro) -%}
    cast(round(({{ amount }}) / {{ units_per_euro }}, 2) as decimal(18, 2))
{%- endmacro %}
