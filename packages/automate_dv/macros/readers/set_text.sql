{#
    An aggregate: a text that is the same for equal sets of hashes, in any order of rows. Rows
    without a child key are ignored.

    Arguments:
        src_hashdiff  hashdiff column
        child_key     child key column

    Example:
        see ma_sat_timeline
#}
{% macro set_text(src_hashdiff, child_key) -%}
    {{ adapter.dispatch('set_text', 'automate_dv')(src_hashdiff, child_key) }}
{%- endmacro %}

{% macro default__set_text(src_hashdiff, child_key) -%}
    coalesce(listagg(
        case when {{ child_key }} is not null then hex_encode({{ src_hashdiff }}) end, ','
    ) within group (order by hex_encode({{ src_hashdiff }})), '')
{%- endmacro %}

{% macro duckdb__set_text(src_hashdiff, child_key) -%}
    coalesce(string_agg(
        case when {{ child_key }} is not null then hex({{ src_hashdiff }}) end, ','
        order by hex({{ src_hashdiff }})
    ), '')
{%- endmacro %}
