{#
    The rows of a satellite, as a relation. A full snapshot that arrives late can leave rows that
    repeat the previous one; they are left out, so that the result does not depend on the order of
    loading. A unit test, in which the columns of other models are unknown, gets all rows.

    Arguments:
        satellite  name of the satellite
        where      condition on its hash key (optional)

    Example:
        select * from {{ rows_without_repeats('sat_product__erp') }} as products
#}
{% macro rows_without_repeats(satellite, where='true') -%}
    {%- if graph.nodes and is_delivered_as('fullSnapshot', satellite) -%}
    (
        {{ automate_dv.sat_timeline(
            satellite, (vault_columns(satellite, '_hk') | first),
            vault_columns(satellite, '_hashdiff') + ['effective_from'],
            'loaded_at', 'effective_from', where
        ) | indent(4) }}
    )
    {%- elif where == 'true' -%}
    {{ ref(satellite) }}
    {%- else -%}
    (select * from {{ ref(satellite) }} where {{ where }})
    {%- endif -%}
{%- endmacro %}

{#
    The columns of a vault table whose names have a suffix, as a list.

    Arguments:
        table   name of the table
        suffix  such as _hashdiff

    Example:
        see rows_without_repeats
#}
{% macro vault_columns(table, suffix) -%}
    {%- set found = [] -%}
    {%- for column in node_of(table).columns if column.endswith(suffix) -%}
        {%- do found.append(column) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The hashdiff columns of the satellites of a feed, which together identify the content of its
    rows, as a list; none in a unit test.

    Arguments:
        feed  name of the feed

    Example:
        see resolve_repeated_hour
#}
{% macro hashdiffs_of(feed) -%}
    {%- set found = [] -%}
    {%- for table in feed_declaration(feed).vault_tables if execute and graph.nodes -%}
        {%- do found.extend(vault_columns(table, '_hashdiff')) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
