{#
    A select of whole numbers from 0, one row each, as column `n`.

    Arguments:
        count  how many, at most 100,000

    Example:
        numbers as ({{ number_series(366) }})
#}
{% macro number_series(count) -%}
    {%- if count > 100000 -%}
        {{ exceptions.raise_compiler_error(
            "number_series: count is " ~ count ~ ", must be at most 100000"
        ) }}
    {%- endif -%}
    select
        ones.d + 10 * tens.d + 100 * hundreds.d + 1000 * thousands.d + 10000 * ten_thousands.d as n
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as ones (d)
    {%- for digit in ['tens', 'hundreds', 'thousands', 'ten_thousands'] %}
    cross join (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as {{ digit }} (d)
    {%- endfor %}
    where
        ones.d + 10 * tens.d + 100 * hundreds.d + 1000 * thousands.d + 10000 * ten_thousands.d
        < {{ count }}
{%- endmacro %}
