{#
    The distinct rows of a relation. Most keys have one row, so only the rows of the others are
    compared.

    Arguments:
        rows  name of the relation
        key   list of columns by which equal rows are found

    Example:
        see eff_sat_in_order
#}
{% macro distinct_rows(rows, key) -%}
    with

    keys_with_several_rows as (
        select {{ key | join(', ') }}
        from {{ rows }}
        group by {{ key | join(', ') }}
        having count(*) > 1
    )

    {% for has_several in [false, true] -%}
    select {{ 'distinct ' if has_several }}{{ rows }}.*
    from {{ rows }}
    where {{ 'not ' if not has_several }}exists (
        select 1 from keys_with_several_rows as several
        where {{ automate_dv.multikey(
            key, prefix=[rows, 'several'], condition='is not distinct from'
        ) }}
    )
    {{ 'union all' if not has_several }}
    {% endfor -%}
{%- endmacro %}
