{#
    The query of a satellite for loads in order: the staged rows whose hashdiff differs from the
    previous one of their key: the previous staged one or, for the first staged row of a key, the
    one stored last.

    With `apply_source_filter` (config or meta) staged rows that are not newer than the key's
    newest stored row are skipped.

    Arguments:
        columns       list of all columns
        src_pk        hash key column, or a list
        src_hashdiff  hashdiff column
        order_by      list of the columns that order the rows of a key, the load time first
        source_model  name of the staging model

    Example:
        see sat
#}
{% macro sat_in_order(columns, src_pk, src_hashdiff, order_by, source_model) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
    {%- set key = automate_dv.column_names(src_pk) -%}
    {%- set hashdiff = automate_dv.column_names(src_hashdiff)[0] -%}
    {%- set in_order = automate_dv.column_names(order_by) | unique | list -%}
    {%- set ldts = in_order[0] -%}
    {#- Of stored rows that are equal up to the hashdiff, any one will do. -#}
    {%- set newest_first = in_order[:in_order.index(hashdiff) + 1] -%}
with

staged as {{ automate_dv.cte_hint(source_model) }}(
    select {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.source_rows(source_model) }}
    where {{ automate_dv.multikey(
        automate_dv.column_names(src_pk, in_staging=true), condition='is not null'
    ) }}
),
{%- if incremental %}

newest_stored as (
    select {{ (key + [hashdiff, ldts]) | join(', ') }}
    from {{ this }}
    where ({{ key | join(', ') }}) in (select {{ key | join(', ') }} from staged)
    qualify row_number() over (
        partition by {{ key | join(', ') }}
        order by {{ newest_first | join(' desc nulls first, ') }} desc nulls first
    ) = 1
),
{%- endif %}

keys_with_several_rows as (
    select {{ key | join(', ') }}
    from staged
    group by {{ key | join(', ') }}
    having count(*) > 1
),

{#- Most keys have one staged row and need no sort, which costs more than all other steps. #}
compared as (
    {%- for has_several in [false, true] %}
    select
        staged.*,
        {%- if has_several %}
        lag(staged.{{ hashdiff }}, 1{{ ', newest_stored.' ~ hashdiff if incremental }}) over (
            partition by staged.{{ key | join(', staged.') }}
            order by staged.{{ in_order | join(', staged.') }}
        ) as previous_hashdiff
        {%- else %}
        {{ 'newest_stored.' ~ hashdiff if incremental else 'null' }} as previous_hashdiff
        {%- endif %}
    from staged
    {%- if incremental %}
    left join newest_stored
        on {{ automate_dv.multikey(key, prefix=['staged', 'newest_stored'], condition='=') }}
    {%- endif %}
    where
        {{ 'not ' if not has_several }}exists (
            select 1 from keys_with_several_rows as several
            where {{ automate_dv.multikey(key, prefix=['staged', 'several'], condition='=') }}
        )
        {%- if incremental and automate_dv.config_meta_get('apply_source_filter', false) %}
        and (
            newest_stored.{{ ldts }} is null
            or staged.{{ ldts }} > newest_stored.{{ ldts }}
        )
        {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

changed as (
    select {{ automate_dv.column_names(columns) | unique | join(', ') }}
    from compared
    where previous_hashdiff is distinct from {{ hashdiff }}
)

select * from changed
{%- endmacro %}
