{#
    The body of a multi-active satellite whose loads come in order, one set per key and load: the
    set where it is not the one stored last, member by member.

    Arguments:
        src_pk        hash key column
        child_keys    list of the child key columns
        src_hashdiff  hashdiff column
        src_ldts      load date column
        columns       all columns of the result, in order
        source_model  name of the staging model

    Example:
        see ma_sat
#}
{% macro ma_sat_in_order(src_pk, child_keys, src_hashdiff, src_ldts, columns, source_model) -%}
    {%- set members = [src_pk] + child_keys + [src_hashdiff] -%}
with

staged as (

    select distinct {{ columns | join(', ') }}
    from {{ ref(source_model) }}
    where {{ members | join(' is not null and ') }} is not null

),
{%- if automate_dv.is_any_incremental() %}

stored as (

    select {{ members | join(', ') }}
    from {{ this }}
    where {{ src_pk }} in (select {{ src_pk }} from staged)
    qualify dense_rank() over (
        partition by {{ src_pk }}
        order by {{ src_ldts }} desc
    ) = 1

),

-- A member that only one of the two sets has changes the set.
unlike as (

    select
        coalesce(staged.{{ src_pk }}, stored.{{ src_pk }}) as {{ src_pk }}
    from staged
    full outer join stored
        on {{ automate_dv.same_columns(members, 'staged', 'stored') }}
    where
        staged.{{ src_pk }} is null
        or stored.{{ src_pk }} is null

),
{%- endif %}

changed as (

    select * from staged
    {%- if automate_dv.is_any_incremental() %}
    where {{ src_pk }} in (select {{ src_pk }} from unlike)
    {%- endif %}

)

select * from changed
{%- endmacro %}
