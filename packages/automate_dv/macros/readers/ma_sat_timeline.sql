{#
    A multi-active satellite as a timeline: the whole set of a key at each change, without the rows
    that late or repeated deliveries make redundant. An empty set is one row whose child keys are
    null.

    Arguments:
        satellite     name of the multi-active satellite
        src_pk        hash key column
        src_cdk       list of the child key columns
        src_hashdiff  hashdiff column; it must cover the child keys
        src_ldts      load time column
        src_eff       source time column, if a load may have several states
                      of a member: the last of each counts, and a row that marks an empty set counts
                      for what is not younger (optional)

    Example:
        {{ automate_dv.ma_sat_timeline('ma_sat_customer_contact__salesforce', 'customer_hk',
            ['contact_id'], 'contact_hashdiff', 'loaded_at') }}
#}
{% macro ma_sat_timeline(
    satellite=none, src_pk=none, src_cdk=none, src_hashdiff=none, src_ldts=none, src_eff=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('ma_sat_timeline', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('ma_sat_timeline', {
        'satellite': satellite, 'src_pk': src_pk, 'src_cdk': src_cdk,
        'src_hashdiff': src_hashdiff, 'src_ldts': src_ldts,
    }) -%}
    {%- do automate_dv.check_model_names('ma_sat_timeline', 'satellite', satellite) -%}
    {%- do automate_dv.check_columns('ma_sat_timeline', {
        'src_pk': src_pk, 'src_hashdiff': src_hashdiff, 'src_ldts': src_ldts,
        'src_eff': src_eff,
    }, {'src_cdk': src_cdk}, satellite, plain=true) -%}
    {%- set child_key = automate_dv.as_list(src_cdk)[0] -%}
    {%- set rows = 'member_states' if src_eff else ref(satellite) -%}
with

{% if src_eff -%}
states as (
    select
        *,
        max(case when {{ child_key }} is null then {{ src_eff }} end)
            over (partition by {{ src_pk }}, {{ src_ldts }}) as emptied_at
    from {{ ref(satellite) }}
    qualify row_number() over (
        partition by {{ automate_dv.as_list([src_pk, src_cdk, src_ldts]) | join(', ') }}
        order by {{ src_eff }} desc
    ) = 1
),

member_states as (
    select * exclude (emptied_at) from states
    where
        {{ child_key }} is null
        or coalesce({{ src_eff }} >= emptied_at, true)
),

{% endif -%}
sets as (
    select
        {{ src_pk }},
        {{ src_ldts }},
        {{ automate_dv.set_text(src_hashdiff, child_key) }} as whole_set,
        count({{ child_key }}) as member_count
    from {{ rows }}
    group by {{ src_pk }}, {{ src_ldts }}
),

changed_sets as (
    select * from sets
    qualify lag(whole_set) over (
        partition by {{ src_pk }}
        order by {{ src_ldts }}
    ) is distinct from whole_set
),

timeline as (
    select members.*
    from {{ rows }} as members
    inner join changed_sets
        on
            members.{{ src_pk }} = changed_sets.{{ src_pk }}
            and members.{{ src_ldts }} = changed_sets.{{ src_ldts }}
    where
        members.{{ child_key }} is not null
        or changed_sets.member_count = 0
)

select * from timeline
{%- endmacro %}

{#
    An aggregate: a string that is the same for equal sets of hashes, in any order of rows. Rows
    without a child key are ignored.

    Arguments:
        src_hashdiff  hashdiff column
        child_key     child key column

    Example:
        see ma_sat_timeline
#}
{% macro set_text(src_hashdiff, child_key) -%}
    {{ adapter.dispatch('set_text', 'automate_dv')(src_hashdiff, child_key) }}
{%- endmacro %}

{% macro default__set_text(src_hashdiff, child_key) -%}
    coalesce(listagg(
        case when {{ child_key }} is not null then hex_encode({{ src_hashdiff }}) end, ','
    ) within group (order by hex_encode({{ src_hashdiff }})), '')
{%- endmacro %}

{% macro duckdb__set_text(src_hashdiff, child_key) -%}
    coalesce(string_agg(
        case when {{ child_key }} is not null then hex({{ src_hashdiff }}) end, ','
        order by hex({{ src_hashdiff }})
    ), '')
{%- endmacro %}
