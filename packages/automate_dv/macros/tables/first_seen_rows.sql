{#
    The query of hubs, links and reference tables: for each key that is not stored yet, the row with
    the earliest load time. Ties go to the row with the smallest source, then the smallest other
    columns.

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
    {%- set names = automate_dv.column_names(columns) | unique | list -%}
    {%- set earliest_first = automate_dv.columns_except(
        automate_dv.column_names([src_ldts, src_source, columns]) | unique | list, key
    ) or key -%}
with

staged as (
    {%- for name in automate_dv.as_list(source_model) %}
    select {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.source_rows(name) }}
    where {{ automate_dv.multikey(not_null, condition='is not null') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

{{ automate_dv.earliest_rows(key, names, earliest_first) }},

new_keys as (
    select first_seen.*
    from first_seen
    {%- if automate_dv.is_any_incremental() %}
    where not exists (
        select 1 from {{ this }} as stored
        where
            {{ automate_dv.multikey(key, prefix=['stored', 'first_seen'], condition='=') }}
            {%- if config.get('meta', {}).get('keeps_earliest') %}
            and case
                {%- for name in earliest_first %}
                when stored.{{ name }} < first_seen.{{ name }} then true
                when stored.{{ name }} > first_seen.{{ name }} then false
                {%- endfor %}
                else true
            end
            {%- endif %}
    )
    {%- endif %}
)

select * from new_keys
{%- endmacro %}

{#
    The CTEs that end with `first_seen`: the first staged row of each key in an order. Only rows
    that are equal in the first column of the order are sorted, which is much cheaper than sorting
    all.

    Arguments:
        key             list of the key columns
        names           list of all columns
        earliest_first  list of the columns of the order

    Example:
        see first_seen_rows
#}
{% macro earliest_rows(key, names, earliest_first) -%}
    {%- set ldts, order_of_ties = earliest_first[0], earliest_first[1:] or key -%}
earliest as (
    select
        {{ key | join(', ') }},
        min({{ ldts }}) as earliest_value,
        count(*) as rows_of_key
    from staged
    group by {{ key | join(', ') }}
),

candidates as (
    select staged.*, earliest.rows_of_key
    from staged
    inner join earliest
        on
            {{ automate_dv.multikey(key, prefix=['staged', 'earliest'], condition='=') }}
            and staged.{{ ldts }} is not distinct from earliest.earliest_value
),

tied_keys as (
    select {{ key | join(', ') }}
    from candidates
    where rows_of_key > 1
    group by {{ key | join(', ') }}
    having count(*) > 1
),

first_of_ties as (
    select candidates.{{ names | join(', candidates.') }}
    from candidates
    inner join tied_keys
        on {{ automate_dv.multikey(key, prefix=['candidates', 'tied_keys'], condition='=') }}
    qualify row_number() over (
        partition by candidates.{{ key | join(', candidates.') }}
        order by candidates.{{ order_of_ties | join(', candidates.') }}
    ) = 1
),

first_seen as (
    select {{ names | join(', ') }}
    from candidates
    where not exists (
        select 1 from tied_keys
        where {{ automate_dv.multikey(key, prefix=['candidates', 'tied_keys'], condition='=') }}
    )
    union all
    select * from first_of_ties
)
{%- endmacro %}
