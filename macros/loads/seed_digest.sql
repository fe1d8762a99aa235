{#
    The digest of the rows of a seed in the database: a string that changes when a row is added,
    removed or changed, and does not depend on their order. Null and an empty string differ.

    Arguments:
        name  name of a seed whose config has column_types for all of its columns

    Example:
        select {{ seed_digest('nicknames') }} as load_id
#}
{% macro seed_digest(name) -%}
    {%- set seed = node_of(name) if execute else none -%}
    {%- if execute and not (seed and seed.config.column_types) -%}
        {{ exceptions.raise_compiler_error(
            'seed_digest: ' ~ name ~ ' is not a seed with column_types; declare them'
        ) }}
    {%- endif -%}
    {#- The length before each value makes the digest change if characters move between columns. -#}
    {%- set values = [] -%}
    {%- for column in (seed.config.column_types if seed else []) | sort -%}
        {%- set text = 'cast(' ~ column ~ ' as varchar)' -%}
        {%- do values.append(
            "coalesce(cast(length(" ~ text ~ ") as varchar) || ':' || " ~ text ~ ", '-')"
        ) -%}
    {%- endfor -%}
    (
        select md5(coalesce({{ dbt.listagg('row_hash', "''", 'order by row_hash') }}, ''))
        from (
            select md5({{ values | join('\n                || ') or "''" }}) as row_hash
            from {{ seed.relation_name if seed }}
        ) as hashed_rows
    )
{%- endmacro %}
