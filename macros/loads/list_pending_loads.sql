{#
    The statements that run before a model that tracks loads, and list the pending loads of its
    parents, except held deliveries. The model reads exactly these loads. They are marked as
    processed together with the rows of the model (mark_processed). After a failure they are listed
    again, because a run deletes the pending loads of the previous one (create_bookkeeping).

    Arguments:
        consumer  name of the table that tracks the loads, if it is not this model

    Example:
        +pre-hook: "{{ list_pending_loads() }}"
#}
{% macro list_pending_loads(consumer=none) -%}
    {%- set node = graph.nodes.get(model.unique_id) if execute -%}
    {%- if execute and tracks_loads(node, consumer) -%}
    {%- if not node.config.meta.get('loads_listed_by') -%}
    {%- set name = consumer or model.name -%}
    {%- set parents = tracked_parents(node) -%}
    {%- set loads = bookkeeping_table('processed_loads') -%}
    {%- if consumer or not is_later_load() %}
    delete from {{ loads }}
    where
        consumer = '{{ name }}'
        {{ "and status <> 'processed'" if consumer }};
    {%- endif %}
    {%- if parents %}
    insert into {{ loads }} (consumer, source, load, state, run_id, status)
    select
        '{{ name }}' as consumer,
        found.source,
        found.load,
        found.state,
        '{{ invocation_id }}' as run_id,
        'pending' as status
    from (
        {%- for parent in parents %}
        {{ loads_of(parent, node, name) }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as found
    {{ without_processed(name) }};
    {%- endif -%}
    {%- endif -%}
    {{ drop_revised_rows(node) if not consumer }}
    {{ list_keys_to_refresh(node) }}
    {%- endif -%}
{%- endmacro %}

{#
    Whether a model tracks the loads that it has processed, as all incremental tables do. A
    run with --empty loads nothing.

    Arguments:
        node      node of the model
        consumer  name of the table that tracks the loads, if it is not this model

    Example:
        see list_pending_loads
#}
{% macro tracks_loads(node, consumer=none) -%}
    {{ return(
        node and not flags.EMPTY and (
            consumer is not none
            or node.config.materialized in ('incremental', 'pit_incremental', 'bridge_incremental')
        )
    ) }}
{%- endmacro %}

{#
    The loads of a table, each with a state that changes when rows are added to it.

    Arguments:
        parent    node of the table
        node      node of the model that reads it
        consumer  name of the table that tracks the loads

    Example:
        see list_pending_loads
#}
{% macro loads_of(parent, node, consumer) -%}
    {%- set column = parent.config.meta.get('load_column') -%}
    {%- if parent.resource_type == 'seed' -%}
    select
        '{{ parent.name }}' as source,
        'content' as load,
        {{ seed_digest(parent.name) }} as state
    {%- elif column -%}
    select
        '{{ parent.name }}' as source,
        {{ automate_dv.timestamp_text(column) if column == 'loaded_at' else column }} as load,
        {{ load_state(parent) }}{{ mapping_state(parent, node) }} as state
    from {{ parent.relation_name }}
    where
        {{ column }} is not null
        {%- if column == '_landed_in' %}
        and {{ is_unread_file(parent.name, consumer) }}
        {%- elif column == 'landed_in' and is_released(parent.name) != 'true' %}
        and {{ is_released(parent.name) }}
        {%- endif %}
        {%- for earlier in node.config.meta.get('load_after', []) if column == 'landed_in' %}
        and {{ column }} in (
            select load from {{ bookkeeping_table('processed_loads') }}
            where consumer = '{{ earlier }}' and status = 'processed'
        )
        and {{ column }} not in ({{ loads_to_process(earlier) }})
        {%- endfor %}
    group by {{ column }}
    {%- else -%}
    select
        '{{ parent.name }}' as source,
        'all rows' as load,
        'refreshed' as state
    union all
    select distinct
        model as source,
        run_id as load,
        'refreshed' as state
    from {{ bookkeeping_table('refreshed_keys') }}
    where model = '{{ parent.name }}'
    {%- endif -%}
{%- endmacro %}

{#
    The join that excludes the loads in `found` whose current state a table has processed.

    Arguments:
        consumer  name of the table

    Example:
        see loads_to_process
#}
{% macro without_processed(consumer) -%}
    left join {{ bookkeeping_table('processed_loads') }} as known
        on
            known.consumer = '{{ consumer }}'
            and known.status = 'processed'
            and found.source = known.source
            and found.load = known.load
            and found.state = known.state
    where known.consumer is null
{%- endmacro %}

{#
    The staged loads that a table has not processed, or that have changed since, as a query.

    Arguments:
        consumer  name of the table

    Example:
        see loads_of
#}
{% macro loads_to_process(consumer) -%}
    {%- set parents = tracked_parents(node_of(consumer)) -%}
    {%- for parent in parents if parent.config.meta.get('load_column') == 'landed_in' %}
    select found.load
    from ({{ loads_of(parent, parent, consumer) }}) as found
    {{ without_processed(consumer) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#
    The state of a load, which changes with its rows. It is their number and, in staging, the number
    of conflicting rows, because a later file may turn a row into one (mark_corrected_rows). It also
    has a digest of the described columns in hubs and links, whose keys move to another load or take
    another spelling if an earlier delivery arrives, in tables whose rows are replaced, and in a
    view of the newest rows.

    Arguments:
        parent  node of the table

    Example:
        see loads_of
#}
{% macro load_state(parent) -%}
    {%- set meta = parent.config.meta -%}
    {%- set columns = parent.columns | list -%}
    {%- set shows_newest = meta.load_column == 'loaded_at'
        and parent.config.materialized == 'view' -%}
    {%- set digested = columns if meta.get('keeps_earliest') or meta.get('replaces_by')
        or shows_newest else [] -%}
    cast(count(*) as varchar)
    {{- landing_limit() if meta.load_column == '_landed_in' }}
    {%- if meta.load_column == 'landed_in' and parent.name in staged_feeds() %}
    || coalesce(' less ' || cast(sum(case when is_conflicting then 1 end) as varchar), '')
    {%- endif %}
    {%- if digested %}
    || ' ' || cast({{ rows_digest(digested) }} as varchar)
    {%- endif -%}
{%- endmacro %}

{#
    The part of the state of a load that changes when the meta key of a table from which a model
    makes its SQL (`reads_meta`) changes: then the model reads all loads of the table again.

    Arguments:
        parent  node of the table
        node    node of the model that reads it

    Example:
        see loads_of
#}
{% macro mapping_state(parent, node) -%}
    {%- set declared = parent.config.meta.get(node.config.meta.get('reads_meta')) -%}
    {{- " || ' " ~ local_md5(tojson(declared, sort_keys=true)) ~ "'" if declared -}}
{%- endmacro %}

{#
    The digest of the values of columns in a group of rows, as a number.

    Arguments:
        columns  list of their names

    Example:
        see load_state
#}
{% macro rows_digest(columns) -%}
    {{ return(adapter.dispatch('rows_digest')(columns | join(', '))) }}
{%- endmacro %}

{% macro default__rows_digest(columns) -%} hash_agg({{ columns }}) {%- endmacro %}

{% macro duckdb__rows_digest(columns) -%} bit_xor(hash({{ columns }})) {%- endmacro %}

{#
    The loads of a table that the running model has listed, as a query of `load`.

    Arguments:
        source    name of the table
        consumer  name of the table that tracks the loads, if it is not this model

    Example:
        where loaded_at in ({{ pending_loads('sat_order__shop') }})
#}
{% macro pending_loads(source, consumer=none) -%}
    {%- set column = node_of(source).config.meta.get('load_column') if execute -%}
    {%- if execute and not consumer -%}
        {%- set parents = tracked_parents(graph.nodes[model.unique_id]) | map(attribute='name') -%}
        {%- if source not in parents -%}
            {{ exceptions.raise_compiler_error(
                'pending_loads: ' ~ model.name ~ ' does not read ' ~ source
            ) }}
        {%- endif -%}
    {%- endif -%}
    {%- set as_time = 'cast(load as ' ~ type_timestamp() ~ ') as load' %}
    select {{ as_time if column == 'loaded_at' else 'load' }}
    from {{ bookkeeping_table('processed_loads') }}
    where
        consumer = '{{ consumer or model.name }}'
        and source = '{{ source }}'
        and status = 'pending'
{%- endmacro %}

{#
    The keys that tables refreshed in the pending loads of a consumer, as a query of
    `refresh_key`. A table that was refreshed as a whole gives one row without a key.

    Arguments:
        sources   list of names of tables that are refreshed by key
        consumer  name of the table that tracks the loads, if it is not this model

    Example:
        refreshed_orders as ({{ pending_keys(['customer_order_spans'], bridge) }})
#}
{% macro pending_keys(sources, consumer=none) -%}
    {%- for source in sources %}
    {%- set refresh_by = node_of(source).config.meta.refresh_by if execute else source %}
    select {{ key_column(refresh_by) }} as refresh_key
    from {{ bookkeeping_table('refreshed_keys') }}
    where model = '{{ source }}' and run_id in ({{ pending_loads(source, consumer) }})
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#
    The statements that mark the listed loads of a model as processed.

    Arguments:
        consumer  name of the table that tracks the loads, if it is not this model
        was       their current status (pending or computed)
        becomes   their new status
        is_hook   whether this is the post-hook that all models have

    Example:
        +post-hook: "{{ mark_processed(is_hook=true) }}"
#}
{% macro mark_processed(consumer=none, was=none, becomes='processed', is_hook=false) -%}
    {%- set loads = bookkeeping_table('processed_loads') -%}
    {%- set node = graph.nodes.get(model.unique_id) if execute -%}
    {#- The strategy `refresh` has already marked the loads of a table that existed. -#}
    {%- set is_marked = is_hook and model.config.materialized == 'incremental'
        and is_later_load() -%}
    {%- if execute and tracks_loads(node, consumer) and not is_marked -%}
    {%- set name = consumer or model.name -%}
    {%- set listed = 'computed' if node.config.meta.get('loads_listed_by') else 'pending' -%}
    {%- set was = was or listed -%}
    {%- if becomes == 'processed' %}
    {{- gate_deliveries() }}
    {{- revise_staged_rows() }}
    {{ replace_processed(name, was) }}
    {%- else %}
    update {{ loads }} set status = '{{ becomes }}'
    where consumer = '{{ name }}' and status = '{{ was }}';
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#
    The statements that mark the listed loads of a table as processed, and delete their earlier
    states.

    Arguments:
        consumer  name of the table that tracks the loads
        was       their current status

    Example:
        see mark_processed
#}
{% macro replace_processed(consumer, was) -%}
    {{ adapter.dispatch('replace_processed')(consumer, was) }}
{%- endmacro %}

{% macro default__replace_processed(consumer, was) -%}
    {%- set loads = bookkeeping_table('processed_loads') -%}
    delete from {{ loads }}
    where
        consumer = '{{ consumer }}'
        and status = 'processed'
        and (source, load) in (
            select
                source,
                load
            from {{ loads }}
            where consumer = '{{ consumer }}' and status = '{{ was }}'
        );
    update {{ loads }} set status = 'processed'
    where consumer = '{{ consumer }}' and status = '{{ was }}';
{%- endmacro %}

{# A single merge, because each statement takes time to compile. #}
{% macro snowflake__replace_processed(consumer, was) -%}
    {%- set loads = bookkeeping_table('processed_loads') -%}
    merge into {{ loads }} as known
    using (
        select
            source,
            load
        from {{ loads }}
        where consumer = '{{ consumer }}' and status = '{{ was }}'
    ) as done
        on
            known.consumer = '{{ consumer }}'
            and known.source = done.source
            and known.load = done.load
    when matched and known.status = 'processed' then delete
    when matched and known.status = '{{ was }}' then update set status = 'processed';
{%- endmacro %}
