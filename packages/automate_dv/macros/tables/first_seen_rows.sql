{#
    The query of hubs, links and reference tables: for each key that is not stored yet, the row with
    the earliest load time. Ties go to the row with the smallest source, then the smallest other
    columns. Only rows of keys that have several are sorted, which costs more than all other steps.

    With the meta key `keeps_earliest` also the keys that are stored with a later load time, for a
    project whose incremental strategy replaces rows by key. Then the result does not depend on the
    order in which loads arrive.

    Arguments:
        columns       list of all columns of the table, in order
        required      column that must not be null, or a list; the key is among them
        src_pk        hash key column, or a list
        src_ldts      load time column
        src_source    record source column
        source_model  name of the staging model, or a list

    Example:
        see hub and link
#}
{% macro first_seen_rows(columns, required, src_pk, src_ldts, src_source, source_model) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
    {%- set key = automate_dv.column_names(src_pk) -%}
    {%- set not_null = automate_dv.column_names(required, in_staging=true) -%}
    {%- set earliest_first = automate_dv.columns_except(
        automate_dv.column_names([src_ldts, src_source, columns]) | unique | list, key
    ) or key -%}
with

{{ 'delivered' if incremental else 'staged' }} as {{ automate_dv.cte_hint(source_model) }}(
    {%- for name in automate_dv.as_list(source_model) %}
    select {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.source_rows(name) }}
    where {{ automate_dv.multikey(not_null, condition='is not null') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),
{%- if incremental %}

staged as (
    select delivered.*
    from delivered
    where not exists (
        select 1 from {{ this }} as stored
        where
            {{ automate_dv.multikey(key, prefix=['stored', 'delivered'], condition='=') }}
            {%- if config.get('meta', {}).get('keeps_earliest') %}
            and case
                {%- for name in earliest_first %}
                when stored.{{ name }} < delivered.{{ name }} then true
                when stored.{{ name }} > delivered.{{ name }} then false
                {%- endfor %}
                else true
            end
            {%- endif %}
    )
),
{%- endif %}

keys_with_several_rows as (
    select {{ key | join(', ') }}
    from staged
    group by {{ key | join(', ') }}
    having count(*) > 1
),

first_seen as (
    {%- for has_several in [false, true] %}
    select staged.*
    from staged
    where {{ 'not ' if not has_several }}exists (
        select 1 from keys_with_several_rows as several
        where {{ automate_dv.multikey(key, prefix=['staged', 'several'], condition='=') }}
    )
    {%- if has_several %}
    qualify row_number() over (
        partition by staged.{{ key | join(', staged.') }}
        order by {{ automate_dv.as_one_order(earliest_first) }}
    ) = 1
    {%- else %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from first_seen
{%- endmacro %}

{#
    Columns to order by. On DuckDB they are one value, because the first row by one value is found
    without a sort.

    Arguments:
        columns  list of the columns, the most significant first

    Example:
        see first_seen_rows
#}
{% macro as_one_order(columns) -%}
    {{ return(adapter.dispatch('as_one_order', 'automate_dv')(columns)) }}
{%- endmacro %}

{% macro default__as_one_order(columns) -%} {{ return(columns | join(', ')) }} {%- endmacro %}

{% macro duckdb__as_one_order(columns) -%}
    {{ return('row(' ~ columns | join(', ') ~ ')') }}
{%- endmacro %}
