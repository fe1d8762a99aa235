{#
    The statement that deletes the rows of a satellite that staging has revised since the satellite
    loaded them: rows of accepted files that another file had corrected (mark_corrected_rows), and
    rows in a repeated hour (revise_repeated_hour). Both depend on all deliveries of a key, so a
    late file may change them. The delivered rows stay in staging, and the satellite loads them
    again in the same run, as revised.

    It runs before the query of the satellite, after its pending loads were listed.

    Arguments:
        node  node of the model

    Example:
        see list_pending_loads
#}
{% macro drop_revised_rows(node) -%}
    {%- set meta = node.config.meta -%}
    {%- set columns = [] -%}
    {%- for name, column in node.columns.items()
        if column.constraints | selectattr('type', 'equalto', 'not_null') | list
        and (name in ('effective_from', 'loaded_at') or name.endswith(('_hk', '_hashdiff'))) -%}
        {%- do columns.append(name) -%}
    {%- endfor -%}
    {%- set is_satellite = meta.get('load_column') == 'loaded_at'
        and not meta.get('keeps_earliest') and not meta.get('replaces_by')
        and vault_columns(node.name, '_hk') -%}
    {%- for parent in tracked_parents(node) if is_later_load() and is_satellite
        and parent.config.meta.get('load_column') == 'landed_in' -%}
    {%- set may_have_accepted = may_have_accepted_loads(parent.name, node.name) -%}
    {%- set revised_times -%}
        select cast(right(load, 19) as {{ type_timestamp() }}) as loaded_at
            from {{ bookkeeping_table('processed_loads') }}
            where
                consumer = '{{ model.name }}'
                and source = '{{ parent.name }}'
                and {{ is_accepted_load('load') }}
            {%- if has_repeated_hours(parent) %}
            union
            select loaded_at from {{ parent.relation_name }}
            where landed_in in ({{ pending_loads(parent.name) }})
            {%- endif %}
    {%- endset %}
    {%- if may_have_accepted or has_repeated_hours(parent) %}
    delete from {{ this }}
    where ({{ columns | join(', ') }}) in (
        select {{ columns | join(', ') }} from {{ this }}
        where loaded_at in ({{ revised_times }})
        except
        select {{ columns | join(', ') }} from {{ parent.relation_name }}
        where
            loaded_at in ({{ revised_times }})
            {%- if parent.name in staged_feeds() %}
            and not coalesce(is_conflicting, false)
            and {{ is_released(parent.name) }}
            {%- endif %}
    );
    {%- endif -%}
    {{ read_around_revised(parent)
        if may_have_accepted and is_delivered_as('fullSnapshot', node.name) }}
    {%- endfor -%}
{%- endmacro %}

{#
    The statements that read again what is around a row of an accepted file that was corrected, in a
    satellite of full snapshots, which stores changes only. The correction may repeat the row before
    it, and is then not stored: so that the consumers refresh the key, they read the load of that
    row again. What was delivered next may have repeated the row that is gone: the satellite reads
    it again in this run.

    Arguments:
        parent  node of the staging model

    Example:
        see drop_revised_rows
#}
{% macro read_around_revised(parent) -%}
    {%- set key = vault_columns(model.name, '_hk') | first -%}
    {%- set loads = bookkeeping_table('processed_loads') -%}
    {%- set revised -%}
    select distinct {{ key }}, loaded_at
                from {{ parent.relation_name }}
                where
                    landed_in in ({{ pending_loads(parent.name) }})
                    and {{ is_accepted_load('landed_in') }}
                    and is_conflicting
    {%- endset -%}
    delete from {{ loads }}
    where
        source = '{{ model.name }}'
        and load in (
            select {{ automate_dv.timestamp_text('max(stored.loaded_at)') }}
            from {{ this }} as stored
            inner join ({{ revised }}) as revised
                on stored.{{ key }} = revised.{{ key }} and stored.loaded_at < revised.loaded_at
            group by revised.{{ key }}, revised.loaded_at
        );
    update {{ loads }} set status = 'pending', run_id = '{{ invocation_id }}'
    where
        consumer = '{{ model.name }}'
        and source = '{{ parent.name }}'
        and status = 'processed'
        and load not in ({{ pending_loads(parent.name) }})
        and load in (
            select staged.landed_in
            from {{ parent.relation_name }} as staged
            inner join ({{ revised }}) as revised
                on staged.{{ key }} = revised.{{ key }} and staged.loaded_at > revised.loaded_at
            qualify rank() over (
                partition by revised.{{ key }}, revised.loaded_at order by staged.loaded_at
            ) = 1
        );
{%- endmacro %}
