{#
    The query of an effectivity satellite for loads in order: a row when a relationship is new, ends
    or starts again.

    With `is_auto_end_dating` (config or meta) a relationship ends, at the source time of the new
    delivery, when its driving key is delivered without it, and new and reopened relationships
    start at their source time. With `apply_source_filter` (config or meta) rows that are not newer
    than the newest stored row of their relationship are skipped.

    Arguments:
        those of eff_sat

    Example:
        see eff_sat
#}
{% macro eff_sat_in_order(
    src_pk, src_dfk, src_sfk, src_extra_columns, src_start_date, src_end_date, src_eff, src_ldts,
    src_source, source_model
) -%}
    {%- set auto = automate_dv.config_meta_get('is_auto_end_dating', false) -%}
    {%- set pk = automate_dv.column_names(src_pk) -%}
    {%- set kept = automate_dv.column_names([src_pk, src_dfk, src_sfk, src_extra_columns]) -%}
    {%- set of_start = automate_dv.column_names([src_extra_columns, src_start_date]) -%}
    {%- set metadata = [src_start_date, src_end_date, src_eff, src_ldts, src_source] -%}
    {%- set start, end, eff, ldts, source = automate_dv.column_names(metadata) -%}
    {%- set after_start = automate_dv.columns_except([end, eff, ldts, source], [start]) -%}
with

delivered as {{ automate_dv.cte_hint(source_model) }}(
    select {{ automate_dv.select_list([src_pk, src_dfk, src_sfk, src_extra_columns, metadata]) }}
    from {{ automate_dv.source_rows(source_model) }}
),

staged as (
    select * from (
        {{ automate_dv.distinct_rows('delivered', pk) }}
    ) as delivered
    where
        {{ automate_dv.multikey([src_dfk, src_sfk], condition='is not null') }}
        {{- automate_dv.and_newer_than_stored('delivered', pk, ldts) }}
),
{%- if automate_dv.is_any_incremental() %}

newest_stored as (
    select stored.*
    from {{ this }} as stored
    where exists (
        select 1 from staged
        where {{ automate_dv.multikey(src_dfk, prefix=['stored', 'staged'], condition='=') }}
    )
    qualify row_number() over (
        partition by stored.{{ pk | join(', stored.') }}
        order by stored.{{ ldts }} desc, stored.{{ end }}
    ) = 1
),

opened as (
    select
        staged.{{ kept | unique | join(', staged.') }},
        staged.{{ eff if auto else start }} as {{ start }},
        staged.{{ after_start | join(', staged.') }}
    from staged
    left join newest_stored
        on {{ automate_dv.multikey(pk, prefix=['staged', 'newest_stored'], condition='=') }}
    where
        newest_stored.{{ pk[0] }} is null
        or (
            {{ automate_dv.is_open('staged', end) }}
            and not {{ automate_dv.is_open('newest_stored', end) }}
        )
),

ended as (
    select
        newest_stored.{{ automate_dv.column_names([src_pk, src_dfk, src_sfk]) | unique
            | join(', newest_stored.') }},
        {%- for name in of_start %}
        {{ 'newest_stored' if auto else 'staged' }}.{{ name }},
        {%- endfor %}
        staged.{{ eff if auto else end }} as {{ end }},
        staged.{{ after_start[1:-1] | join(', staged.') }}, newest_stored.{{ source }}
    from staged
    {{ automate_dv.relationships_that_end(auto, pk, automate_dv.column_names(src_dfk), end) }}
),

changed as (select * from opened union select * from ended)
{%- else %}

changed as (select * from staged)
{%- endif %}

select * from changed
{%- endmacro %}

{#
    The join of staged rows with the open relationships that they end: those missing from a delivery
    of their driving key, or those delivered with an end.

    Arguments:
        auto     whether a relationship ends when its driving key is delivered without it
        pk       list of the key columns of the relationship
        drivers  list of the key columns of the driving side
        end      column of the end

    Example:
        see eff_sat_in_order
#}
{% macro relationships_that_end(auto, pk, drivers, end) -%}
    inner join newest_stored
        on {{ automate_dv.multikey(
            drivers if auto else pk, prefix=['staged', 'newest_stored'], condition='='
        ) }}
    where
        {{ automate_dv.is_open('newest_stored', end) }}
        {%- if auto %}
        and not exists (
            select 1 from staged as unchanged
            where {{ automate_dv.multikey(
                pk + [end], prefix=['unchanged', 'newest_stored'], condition='='
            ) }}
        )
        {%- else %}
        and not {{ automate_dv.is_open('staged', end) }}
        {%- endif %}
{%- endmacro %}

{#
    The condition that a row of an effectivity satellite has no end, which is the day of the var
    `max_datetime`.

    Arguments:
        row  name of the relation of the row
        end  column of the end

    Example:
        see eff_sat_in_order and bridge
#}
{% macro is_open(row, end) -%}
    (cast({{ row }}.{{ end }} as date) = cast('{{ automate_dv.max_datetime() }}' as date))
{%- endmacro %}
