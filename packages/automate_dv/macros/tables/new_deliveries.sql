{#
    The query of replay-safe satellites: the staged rows whose key, load time and source time are
    not stored yet.

    Only the stored rows of the staged load times are read, so the cost of a load does not grow with
    history.

    Arguments:
        columns       list of all columns
        src_pk        hash key column, or a list
        child_keys    list of further columns of the key, which may be null: the source time is one,
                      so several states of a key in one delivery are kept
        changes       list of columns: of several rows of a key and load time, the smallest wins
        src_ldts      load time column
        source_model  name of the staging model

    Example:
        see sat, ma_sat and eff_sat
#}
{% macro new_deliveries(columns, src_pk, child_keys, changes, src_ldts, source_model) -%}
    {%- set key = automate_dv.column_names(src_pk) -%}
    {%- set ldts = automate_dv.column_names(src_ldts)[0] -%}
    {%- set others = automate_dv.column_names(child_keys) -%}
with

staged as (
    {{ automate_dv.staged_deliveries(
        columns, src_pk, child_keys, changes, src_ldts, automate_dv.source_rows(source_model),
        source_model
    ) }}
),
{%- if automate_dv.is_any_incremental() %}

stored as (
    select {{ (key + others + [ldts]) | join(', ') }}
    from {{ this }}
    where {{ ldts }} in (select {{ ldts }} from staged)
),
{%- endif %}

new_rows as (
    select staged.*
    from staged
    {%- if automate_dv.is_any_incremental() %}
    left join stored
        on
            {{ automate_dv.multikey(key + [ldts], prefix=['staged', 'stored'], condition='=') }}
            {%- for name in others %}
            and staged.{{ name }} is not distinct from stored.{{ name }}
            {%- endfor %}
    where stored.{{ key[0] }} is null
    {%- endif %}
)

select * from new_rows
{%- endmacro %}

{#
    The staged rows of a replay-safe satellite, one for each key and load time: the one with the
    smallest `changes`, then the smallest by the columns in order. `sat_conflicts` lists the others.

    Arguments:
        columns       list of all columns
        src_pk        hash key column, or a list
        child_keys    list of further columns of the key
        changes       list of columns: of several rows of a key and load time, the smallest wins
        src_ldts      load time column
        rows          relation of rows of the staging model
        source_model  name of the staging model, if `rows` are its `source_rows` (optional)

    Example:
        see new_deliveries and sat_snapshots
#}
{% macro staged_deliveries(
    columns, src_pk, child_keys, changes, src_ldts, rows, source_model=none
) -%}
    {%- set staged_key = automate_dv.column_names(src_pk, in_staging=true) -%}
    {%- set same = automate_dv.column_names([src_pk, child_keys, src_ldts]) | unique | list -%}
    {%- set changes_first = automate_dv.columns_except(
        automate_dv.column_names([changes, columns]) | unique | list, same
    ) or same -%}
    with

    delivered as {{ automate_dv.cte_hint(source_model) }}(
        select {{ automate_dv.select_list(columns) }}
        from {{ rows }}
        where {{ staged_key | join(' is not null and ') }} is not null
    ),

    several as (
        select {{ same | join(', ') }}
        from delivered
        group by {{ same | join(', ') }}
        having count(*) > 1
    )

    {#- Only keys with several rows are sorted, which costs more than all other steps. #}
    {% for has_several in [false, true] %}
    select delivered.*
    from delivered
    where {{ 'not ' if not has_several }}exists (
        select 1 from several
        where
            {%- for name in same %}
            {{ 'and ' if not loop.first -}}
            several.{{ name }} is not distinct from delivered.{{ name }}
            {%- endfor %}
    )
    {{ 'union all' if not has_several }}
    {%- endfor %}
    qualify row_number() over (
        partition by {{ same | join(', ') }}
        order by {{ changes_first | join(', ') }}
    ) = 1
{%- endmacro %}
