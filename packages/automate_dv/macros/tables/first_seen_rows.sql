{#
    The query of hubs, links and reference tables: for each key that is not stored yet, the row with
    the earliest load time.

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
    {%- set key = automate_dv.column_names(src_pk) -%}
    {%- set not_null = automate_dv.column_names(required, in_staging=true) -%}
    {%- set earliest_first = automate_dv.column_names([src_ldts, src_source, columns])
        | unique | list -%}
with

staged as (
    {%- for name in automate_dv.as_list(source_model) %}
    select {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.source_rows(name) }}
    where {{ automate_dv.multikey(not_null, condition='is not null') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

first_seen as (
    select * from staged
    qualify row_number() over (
        partition by {{ key | join(', ') }}
        order by {{ earliest_first | join(', ') }}
    ) = 1
),

new_keys as (
    select first_seen.*
    from first_seen
    {%- if automate_dv.is_any_incremental() %}
    where not exists (
        select 1 from {{ this }} as stored
        where
            {{ automate_dv.multikey(key, prefix=['stored', 'first_seen'], condition='=') }}
            {%- if config.get('meta', {}).get('keeps_earliest') %}
            and (
                stored.{{ earliest_first[0] }} < first_seen.{{ earliest_first[0] }}
                or (
                    stored.{{ earliest_first[0] }} = first_seen.{{ earliest_first[0] }}
                    and stored.{{ earliest_first[1] }} <= first_seen.{{ earliest_first[1] }}
                )
            )
            {%- endif %}
    )
    {%- endif %}
)

select * from new_keys
{%- endmacro %}
