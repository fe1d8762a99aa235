{#
    The body of a multi-active satellite whose loads come in order, one set per key and load: the
    set where it is not the one stored last, member by member.

    Arguments:
        names         mapping from sat_columns
        source_model  name of the staging model

    Example:
        see ma_sat
#}
{% macro ma_sat_in_order(names, source_model) -%}
    {%- set members = names['keys'] + [names.hashdiff] -%}
with

staged as (

    select distinct {{ names.selected }}
    from {{ automate_dv.source_rows(source_model) }}
    where {{ names.staged_pk }} is not null

),

whole as (

    select * from staged
    where {{ automate_dv.multikey(members, condition='is not null') }}

),
{%- if automate_dv.is_any_incremental() %}

{{ automate_dv.newest_stored(names, members[1:]) }}

{{ automate_dv.unlike_sets(names, members) }}
{%- endif %}

changed as (

    select * from whole
    {%- if automate_dv.is_any_incremental() %}
    where {{ names.pk }} in (select {{ names.pk }} from unlike)
    {%- endif %}

)

select * from changed
{%- endmacro %}
