{#
    The query of a multi-active satellite for loads in order with one set per key and load: the sets
    that differ from the one stored last.

    Arguments:
        columns       mapping from sat_columns
        source_model  name of the staging model

    Example:
        see ma_sat
#}
{% macro ma_sat_in_order(columns, source_model) -%}
    {%- set member = [columns.pk] + columns.child_keys + [columns.hashdiff] -%}
with

staged as (
    select distinct {{ columns.staged }}
    from {{ automate_dv.source_rows(source_model) }}
    where {{ columns.staged_pk }} is not null
),

staged_members as (
    select * from staged
    where {{ automate_dv.multikey(member, condition='is not null') }}
),
{%- if automate_dv.is_any_incremental() %}

stored_members as (
    select {{ member | join(', ') }}
    from {{ this }}
    where {{ columns.pk }} in (select {{ columns.pk }} from staged_members)
    qualify rank() over (
        partition by {{ columns.pk }}
        order by {{ columns.ldts }} desc
    ) = 1
),

-- A member that only one of the two sets has means that the set changed.
changed_keys as (
    select
        coalesce(staged_members.{{ columns.pk }}, stored_members.{{ columns.pk }})
            as {{ columns.pk }}
    from staged_members
    full outer join stored_members
        on {{ automate_dv.multikey(
            member, prefix=['staged_members', 'stored_members'], condition='='
        ) }}
    where
        staged_members.{{ columns.pk }} is null
        or stored_members.{{ columns.pk }} is null
),
{%- endif %}

changed as (
    select * from staged_members
    {%- if automate_dv.is_any_incremental() %}
    where {{ columns.pk }} in (select {{ columns.pk }} from changed_keys)
    {%- endif %}
)

select * from changed
{%- endmacro %}
