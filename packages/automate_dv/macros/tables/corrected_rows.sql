{#
    The query of non-historised links and reference tables that keep corrections: for each staged
    key its whole history, a row whenever a delivery changed it.

    The rows of a key replace those stored, so the project's incremental strategy must delete the
    stored rows of the keys in the result. The staging model must have all deliveries of a key, and
    `loaded_rows` return them. Then the result does not depend on the order of loads.

    Arguments:
        columns       list of all columns of the table, in order
        required      column that must not be null, or a list; the key is among them
        src_pk        key column, or a list
        src_eff       source time column, or none: of several rows of one load the one
                      with the greatest is the last
        src_ldts      load time column
        src_source    record source column
        source_model  name of the staging model, or a list

    Example:
        see nh_link
#}
{% macro corrected_rows(
    columns, required, src_pk, src_eff, src_ldts, src_source, source_model
) -%}
    {%- set key = automate_dv.column_names(src_pk) -%}
    {%- set staged_key = automate_dv.column_names(src_pk, in_staging=true) | join(', ') -%}
    {%- set is_update = automate_dv.is_any_incremental() -%}
    {%- set not_null = automate_dv.column_names(required, in_staging=true) -%}
    {%- set names = automate_dv.column_names(columns) -%}
    {%- set in_order = automate_dv.column_names([src_ldts, src_eff]) -%}
    {%- set values = [] -%}
    {%- for name in names if name not in key + automate_dv.column_names([src_ldts, src_source]) -%}
        {%- do values.append(name) -%}
    {%- endfor -%}
    {%- set by_time = '(partition by ' ~ key | join(', ') ~ ' order by ' ~ in_order | join(', ')
        ~ ')' -%}
with

staged as (
    {%- for name in automate_dv.as_list(source_model) %}
    select {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.loaded_rows(name) if is_update else automate_dv.source_rows(name) }}
    where
        {{ automate_dv.multikey(not_null, condition='is not null') }}
        {%- if is_update %}
        and ({{ staged_key }}) in (
            select {{ staged_key }} from {{ automate_dv.source_rows(name) }}
        )
        {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

deliveries as (
    select * from staged
    qualify row_number() over (
        partition by {{ (key + in_order) | join(', ') }}
        order by {{ automate_dv.column_names([src_source, columns]) | unique | join(', ') }}
    ) = 1
),

changed as (
    select * from deliveries
    qualify
        row_number() over {{ by_time }} = 1
        {%- for name in values %}
        or {{ name }} is distinct from lag({{ name }}) over {{ by_time }}
        {%- endfor %}
)

select * from changed
{%- endmacro %}
