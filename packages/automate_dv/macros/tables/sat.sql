{#
    A satellite: the descriptive columns of a key, and when a source delivered them.

    By default one row per change, for loads in order, like upstream. With the var
    `replay_safe_loading` batches can be loaded in any order, and repeatedly, and with `src_eff`
    several states of a key in one load are kept; see the README.

    Arguments:
        src_pk             hash key column
        src_hashdiff       hashdiff column
        src_payload        list of the columns to keep, or `exclude_columns` and `columns`
        src_extra_columns  further columns to keep (optional)
        src_eff            source time column (optional)
        src_ldts           load time column
        src_source         record source column
        source_model       name of the staging model
        is_snapshot        whether the rows arrive in full snapshots, so that only changes are kept
                           (default false); the staging model must keep the rows it has loaded

    Example:
        {{ automate_dv.sat(src_pk='order_hk', src_hashdiff='order_hashdiff',
            src_payload=['order_status'], src_eff='effective_from', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_shop__orders') }}
#}
{% macro sat(
    src_pk=none, src_hashdiff=none, src_payload=none, src_extra_columns=none, src_eff=none,
    src_ldts=none, src_source=none, source_model=none, is_snapshot=false
) -%}
    {%- do automate_dv.refuse_unknown_arguments('sat', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('sat', {
        'src_pk': src_pk, 'src_hashdiff': src_hashdiff, 'src_payload': src_payload,
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names('sat', 'source_model', source_model) -%}
    {%- do automate_dv.check_flag('sat', 'is_snapshot', is_snapshot) -%}
    {%- do automate_dv.check_columns(
        'sat', {'src_hashdiff': src_hashdiff, 'src_eff': src_eff, 'src_ldts': src_ldts,
            'src_source': src_source},
        {'src_pk': src_pk, 'src_extra_columns': src_extra_columns,
            'src_payload': automate_dv.checked_payload('sat', src_payload)}, source_model
    ) -%}
    {#- A project's own version for upstream does not have the argument. -#}
    {%- set beyond_upstream = {'is_snapshot': true} if is_snapshot else {} -%}
    {{ adapter.dispatch('sat', 'automate_dv')(
        src_pk=src_pk, src_hashdiff=src_hashdiff, src_payload=src_payload,
        src_extra_columns=src_extra_columns, src_eff=src_eff, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model, **beyond_upstream
    ) }}
{%- endmacro %}

{% macro default__sat(
    src_pk, src_hashdiff, src_payload, src_extra_columns, src_eff, src_ldts, src_source,
    source_model, is_snapshot=false
) -%}
    {%- set changes = [src_hashdiff, src_extra_columns, src_eff] -%}
    {%- set columns = automate_dv.sat_columns(
        'sat', [src_pk, src_hashdiff], src_payload,
        [src_extra_columns, src_eff, src_ldts, src_source], source_model
    ) -%}
    {%- set query -%}
        {%- if not var('replay_safe_loading', false) -%}
            {{ automate_dv.sat_in_order(
                columns, src_pk, src_hashdiff,
                [src_ldts, src_eff, src_hashdiff, src_extra_columns, src_source], source_model
            ) }}
        {%- elif is_snapshot -%}
            {{ automate_dv.sat_snapshots(
                columns, src_pk, changes, src_eff, src_ldts, source_model
            ) }}
        {%- else -%}
            {{ automate_dv.new_deliveries(
                columns, src_pk, automate_dv.as_list(src_eff), changes, src_ldts, source_model
            ) }}
        {%- endif -%}
    {%- endset -%}
    {%- if not var('enable_ghost_records', false) -%}
{{ query }}
    {%- else -%}
select * from (
    {{ query }}
) as delivered
union all
select * from (
    {{ automate_dv.create_ghost_record(
        src_pk, src_hashdiff, src_payload, src_extra_columns, src_eff, src_ldts, src_source,
        source_model
    ) }}
) as ghost
        {%- if automate_dv.is_any_incremental() %}
where not exists (
    select 1 from {{ this }} as stored
    where {{ automate_dv.multikey(
        automate_dv.column_names(src_hashdiff), prefix=['stored', 'ghost'], condition='='
    ) }}
)
        {%- endif %}
    {%- endif -%}
{%- endmacro %}
