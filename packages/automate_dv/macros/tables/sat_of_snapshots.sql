{#
    The body of a satellite of full snapshots: changes only, right in any order of snapshots.

    A snapshot that comes late may end a value that the snapshot after it had again, but which was
    not stored because it repeated. That row is restated, at the load date of the snapshot after
    it, where the log knows that snapshot and the status satellite says the key was in it.

    Arguments:
        src_pk         hash key column
        src_hashdiff   hashdiff column
        src_ldts       load date column
        src_source     record source column
        columns        all columns of the result, in order
        source_model   name of the staging model
        src_status     name of the status satellite of the same snapshots
        src_snapshots  name of the log of the same snapshots

    Example:
        see sat
#}
{% macro sat_of_snapshots(
    src_pk, src_hashdiff, src_ldts, src_source, columns, source_model, src_status, src_snapshots
) -%}
    {%- do automate_dv.require_arguments('sat', {'src_status': src_status}) -%}
    {%- set status = ref(src_status) -%}
    {%- set snapshots = ref(src_snapshots) -%}
with

staged as (

    select {{ columns | join(', ') }}
    from {{ ref(source_model) }}
    where {{ src_pk }} is not null
    qualify row_number() over (
        partition by {{ src_pk }}, {{ src_ldts }}
        order by {{ src_hashdiff }}
    ) = 1

),
{%- if automate_dv.is_any_incremental() %}

stored as (

    select {{ columns | join(', ') }}
    from {{ this }}
    where {{ src_pk }} in (select {{ src_pk }} from staged)

),

restated as (

    {{ automate_dv.restated_rows(src_pk, src_ldts, columns, status, snapshots) }}

),
{%- endif %}

told as (

    select *, 1 as is_new from staged
    {%- if automate_dv.is_any_incremental() %}
    union all
    select *, 0 as is_new from stored
    union all
    select *, 2 as is_new from restated
    {%- endif %}

),

told_once as (

    select * from told
    qualify row_number() over (
        partition by {{ src_pk }}, {{ src_ldts }}
        order by is_new
    ) = 1

),

compared as (

    select
        *,
        lag({{ src_hashdiff }}) over (
            partition by {{ src_pk }}
            order by {{ src_ldts }}
        ) as hashdiff_before
    from told_once

),

changed as (

    select {{ columns | join(', ') }}
    from compared
    where
        is_new > 0
        and hashdiff_before is distinct from {{ src_hashdiff }}

)

select * from changed
{%- endmacro %}
