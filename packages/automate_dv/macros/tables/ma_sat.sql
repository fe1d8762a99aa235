{#
    A multi-active satellite: all members of a key's set at each change of one of them.

    By default for loads in order with one set per key and load: the sets that differ from the one
    stored last. With the var `replay_safe_loading` a set is kept for each key and load time that
    was delivered, with `src_eff` all states of its members; one that became empty is delivered,
    and kept, as a row whose child keys are null.

    Arguments:
        src_pk             hash key column, or a list
        src_cdk            list of the child key columns
        src_hashdiff       hashdiff column
        src_payload        list of the columns to keep, or `exclude_columns` and `columns`
        src_extra_columns  further columns to keep (optional)
        src_eff            source time column (optional)
        src_ldts           load time column
        src_source         record source column
        source_model       name of the staging model

    Example:
        {{ automate_dv.ma_sat(src_pk='customer_hk', src_cdk=['contact_id'],
            src_hashdiff='contact_hashdiff', src_payload=['email'], src_eff='effective_from',
            src_ldts='loaded_at', src_source='record_source',
            source_model='stg_salesforce__contacts') }}
#}
{% macro ma_sat(
    src_pk=none, src_cdk=none, src_hashdiff=none, src_payload=none, src_extra_columns=none,
    src_eff=none, src_ldts=none, src_source=none, source_model=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('ma_sat', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('ma_sat', {
        'src_pk': src_pk, 'src_cdk': src_cdk, 'src_hashdiff': src_hashdiff,
        'src_payload': src_payload, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names('ma_sat', 'source_model', source_model) -%}
    {%- do automate_dv.check_columns(
        'ma_sat', {'src_hashdiff': src_hashdiff, 'src_eff': src_eff, 'src_ldts': src_ldts,
            'src_source': src_source},
        {'src_pk': src_pk, 'src_cdk': src_cdk, 'src_extra_columns': src_extra_columns,
            'src_payload': automate_dv.checked_payload('ma_sat', src_payload)}, source_model
    ) -%}
    {{ adapter.dispatch('ma_sat', 'automate_dv')(
        src_pk=src_pk, src_cdk=src_cdk, src_hashdiff=src_hashdiff, src_payload=src_payload,
        src_extra_columns=src_extra_columns, src_eff=src_eff, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}

{% macro default__ma_sat(
    src_pk, src_cdk, src_hashdiff, src_payload, src_extra_columns, src_eff, src_ldts, src_source,
    source_model
) -%}
    {%- set columns = automate_dv.sat_columns(
        'ma_sat', [src_pk, src_cdk], src_payload,
        [src_extra_columns, src_hashdiff, src_eff, src_ldts, src_source], source_model
    ) -%}
    {%- if var('replay_safe_loading', false) -%}
        {{ automate_dv.new_deliveries(
            columns, src_pk, automate_dv.as_list([src_cdk, src_eff]),
            [src_hashdiff, src_extra_columns, src_eff], src_ldts, source_model
        ) }}
    {%- else -%}
    {%- set key = automate_dv.column_names(src_pk) -%}
    {%- set pk = key | join(', ') -%}
    {%- set member = automate_dv.column_names([key, src_cdk, src_hashdiff]) -%}
    {%- set ldts = automate_dv.column_names(src_ldts)[0] -%}
with

staged as (
    select distinct {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.source_rows(source_model) }}
),

staged_members as (
    select * from staged
    where
        {{ automate_dv.multikey(member, condition='is not null') }}
        {{- automate_dv.and_newer_than_stored('staged', key, ldts) }}
),
{%- if automate_dv.is_any_incremental() %}

stored_members as (
    select {{ member | join(', ') }}
    from {{ this }}
    where ({{ pk }}) in (select {{ pk }} from staged_members)
    qualify rank() over (partition by {{ pk }} order by {{ ldts }} desc) = 1
),

-- The set changed if one of the two sets has a member that the other lacks.
changed_keys as (
    select
        {%- for name in key %}
        coalesce(staged_members.{{ name }}, stored_members.{{ name }}) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from staged_members
    full outer join stored_members
        on {{ automate_dv.multikey(
            member, prefix=['staged_members', 'stored_members'], condition='='
        ) }}
    where
        staged_members.{{ key[0] }} is null
        or stored_members.{{ key[0] }} is null
),
{%- endif %}

changed as (
    select * from staged_members
    {%- if automate_dv.is_any_incremental() %}
    where ({{ pk }}) in (select {{ pk }} from changed_keys)
    {%- endif %}
)

select * from changed
    {%- endif -%}
{%- endmacro %}
