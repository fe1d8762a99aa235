{#
    A text that differs when the rows of a seed differ, in whatever order they are.

    Arguments:
        name  name of the seed

    Example:
        select {{ seed_digest('nicknames') }} as state
#}
{% macro seed_digest(name) -%}
    {{ return(adapter.dispatch('seed_digest')(node_of(name).relation_name)) }}
{%- endmacro %}

{% macro default__seed_digest(relation) -%}
    (select cast(hash_agg(*) as varchar) from {{ relation }})
{%- endmacro %}

{% macro duckdb__seed_digest(relation) -%}
    (
        select cast(count(*) as varchar) || ' ' || cast(sum(md5_number_lower(cast(rows as varchar))) as varchar)
        from {{ relation }} as rows
    )
{%- endmacro %}
