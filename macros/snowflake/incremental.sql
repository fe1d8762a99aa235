{#
    The materialization `incremental` on Snowflake, for SQL and the strategy `refresh`, with fewer
    statements than dbt's: nothing more if no load is pending or no key must be refreshed, no
    transaction where one statement adds the rows and can be repeated, and no temporary table and no
    describe statement where the rows need not be read twice.

    Example:
        +materialized: incremental
#}
{% materialization incremental, adapter='snowflake' -%}
    {%- set existing = load_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set is_idle = run_listing_hooks(pre_hooks) == 0 and has_nothing_to_do() -%}
    {%- do set_query_tag() if not is_idle -%}
    {%- if existing is none or existing.is_view or should_full_refresh() -%}
        {%- if existing is not none and existing.is_view -%}
            {%- do adapter.drop_relation(existing) -%}
        {%- endif -%}
        {%- call statement('main') -%} {{ create_table_as(false, target, sql) }} {%- endcall -%}
    {%- elif is_idle -%}
        {%- call noop_statement('main', 'nothing to do', rows_affected=0) -%}
            {{ sql }}
        {%- endcall -%}
        {#- Pending loads may have changed no key. -#}
        {%- if lists_keys(config.get('meta')) -%}
            {%- call statement('processed') -%} {{ mark_processed() }} {%- endcall -%}
        {%- endif -%}
    {%- elif adds_repeatably(config.get('meta')) -%}
        {%- call statement('main') -%} {{ added_rows(target, sql) }} {%- endcall -%}
        {%- call statement('processed') -%} {{ mark_processed() }} {%- endcall -%}
    {%- else -%}
        {%- do replace_rows(target, sql) -%}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {%- do apply_grants(
        target, config.get('grants'), should_revoke(existing, should_full_refresh())
    ) -%}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}

{#
    Runs the pre-hooks, and returns the number of rows that their last statement has listed: pending
    loads, or keys to refresh; none if it is another statement.

    Arguments:
        hooks  the pre-hooks

    Example:
        see the materialization incremental
#}
{% macro run_listing_hooks(hooks) -%}
    {%- set listed = [none] -%}
    {%- for hook in hooks -%}
        {%- set statements = render(hook.get('sql')) | trim -%}
        {%- if statements -%}
            {%- call statement('listed') -%} {{ statements }} {%- endcall -%}
            {%- set last = statements.rstrip('; \n').split(';')[-1] | trim -%}
            {%- set lists = last.startswith('insert into ' ~ bookkeeping_table('processed_loads'))
                or last.startswith('insert into ' ~ bookkeeping_table('refreshed_keys')) -%}
            {%- do listed.append(load_result('listed').response.rows_affected if lists) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(listed[-1]) }}
{%- endmacro %}

{#
    Whether the running model has nothing to do because its pre-hooks listed nothing: its query
    reads only the keys that they list, or only pending loads. A gate may have to decide again
    about deliveries that were staged earlier, because a limit has changed.

    Example:
        see the materialization incremental
#}
{% macro has_nothing_to_do() -%}
    {%- set meta = config.get('meta') -%}
    {%- if not is_later_load() -%} {{ return(false) }} {%- endif -%}
    {%- if replaces_pending_loads() -%}
        {%- do ask_gate() -%}
        {{ return(not gates_in_question().get(model.name, false)) }}
    {%- endif -%}
    {{ return(lists_keys(meta) or (
        config.get('contract').enforced and meta.get('load_column') == 'loaded_at'
    )) }}
{%- endmacro %}

{#
    Whether a table of the raw vault is loaded by one statement that changes nothing if it is
    repeated: hubs and links by a MERGE, and tables whose query leaves out the stored rows. So if a
    run stops before the loads are marked as processed, they are read again without an effect.

    Arguments:
        meta  meta of the model

    Example:
        see the materialization incremental
#}
{% macro adds_repeatably(meta) -%}
    {{ return(
        config.get('contract').enforced and meta.get('load_column') == 'loaded_at'
        and not meta.get('replaces_by') and not meta.get('refresh_by')
    ) }}
{%- endmacro %}

{#
    The statement that adds the result of a query to a table of the raw vault. In a hub or link it
    replaces the row of a key that has an earlier delivery; the query has one row per key.

    Arguments:
        target  relation of the table
        query   text of the query; it may read the table

    Example:
        see the materialization incremental
#}
{% macro added_rows(target, query) -%}
    {%- set names = model.columns | list -%}
    {%- if config.get('meta').get('keeps_earliest') -%}
    merge into {{ target }} as known
    using (
        {{ query }}
    ) as found
        on known.{{ names[0] }} = found.{{ names[0] }}
    when matched then update set
        {%- for name in names[1:] %}
        {{ name }} = found.{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    when not matched then insert ({{ names | join(', ') }})
    values (found.{{ names | join(', found.') }})
    {%- else -%}
    insert into {{ target }} ({{ names | join(', ') }})
    select {{ names | join(', ') }}
    from (
        {{ query }}
    ) as found
    {%- endif -%}
{%- endmacro %}

{#
    Adds the result of the query of an incremental model to its table, as the strategy `refresh`
    does.

    Arguments:
        target  relation of the table
        query   text of the query; it may read the table

    Example:
        see the materialization incremental
#}
{% macro replace_rows(target, query) -%}
    {%- set names = columns_to_insert(target, query) -%}
    {%- set rows = make_temp_relation(target).incorporate(type='table') -%}
    {%- set replaces = delete_replaced_rows(target, rows, 'key') | trim -%}
    {%- set reads_deleted = target | string in query and not replaces_pending_loads() -%}
    {%- if not names or rows | string in replaces or (replaces and reads_deleted) -%}
        {#- create_table_as would query the columns of a contract twice. -#}
        {%- call statement('rows') -%}
            create or replace temporary table {{ rows }} as ({{ query }}
            );
        {%- endcall -%}
        {%- set names = names or described_columns(rows, target) -%}
    {%- else -%}
        {%- set rows = rows_of_query(query, names) -%}
    {%- endif -%}
    {%- set columns = get_quoted_csv(names | map('upper')) -%}
    {#- If a run stops in between, the next one stores the rejected rows again. -#}
    {%- set is_atomic = not quarantined_feed() -%}
    {%- call statement('main') -%}
    {{ 'begin;' if is_atomic }}
    {{ delete_replaced_rows(target, rows, names[0]) }}
    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ rows }};
    {{ gate_of_rows() }}
    {%- endcall -%}
    {%- do ask_gate() -%}
    {%- call statement('processed') -%}
    {{ mark_processed() }}
    {{ 'commit;' if is_atomic }}
    {%- endcall -%}
{%- endmacro %}

{#
    The statements that measure the deliveries which the running model has just staged, if a gate
    checks them.

    Example:
        see replace_rows
#}
{% macro gate_of_rows() -%}
    {%- set feed = gated_feed(model.name) if not flags.EMPTY -%}
    {{ measure_deliveries(feed) if feed }}
{%- endmacro %}

{#
    Notes whether a delivery of the running model may have to be held back or released, before its
    loads are marked as processed.

    Example:
        see replace_rows
#}
{% macro ask_gate() -%}
    {%- set feed = gated_feed(model.name) if not flags.EMPTY -%}
    {%- if feed -%}
        {%- do gates_in_question().update({
            model.name: run_query(gate_in_question(feed)).rows | length > 0
        }) -%}
    {%- endif -%}
{%- endmacro %}

{#
    Whether the running model replaces the rows of its pending loads. Then its query reads none of
    these from its own table.

    Example:
        see replace_rows
#}
{% macro replaces_pending_loads() -%}
    {{ return((config.get('meta').get('load_column') or '').endswith('landed_in')) }}
{%- endmacro %}

{#
    The columns that an existing table gets from the query of its model, as a list of names: those
    of the contract, those of the feed in a quarantine, and those of the table if a difference is an
    error or its definition has not changed. Empty if the result of the query must be described,
    because it may have new columns.

    Arguments:
        target  relation of the table
        query   text of the query

    Example:
        see replace_rows
#}
{% macro columns_to_insert(target, query) -%}
    {%- if config.get('contract').enforced -%} {{ return(model.columns | list) }} {%- endif -%}
    {%- set stored = stored_columns_of(target) -%}
    {#- No page says whether a null can be united with a vector (rows_of_query). -#}
    {%- set has_vector = 'ai_embed(' in query or 'vector(' in query -%}
    {%- if not has_vector and (config.get('on_schema_change') == 'fail' or is_defined_by('')) -%}
        {{ return(stored) }}
    {%- endif -%}
    {%- set feed = quarantined_feed() -%}
    {%- set names = feed_columns(feed) + ['_landed_in', 'quarantine_reason'] if feed else [] -%}
    {%- for name in names if name | lower not in stored -%} {{ return([]) }} {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{#
    The feed whose rejected rows the running model has, or none.

    Example:
        see columns_to_insert
#}
{% macro quarantined_feed() -%}
    {%- set parents = model.depends_on.nodes | map('replace', 'model.' ~ project_name ~ '.', '')
        | list -%}
    {{ return(
        parents[0] | replace('landing_', '', 1)
        if model.name.startswith('quarantine_') and parents[0].startswith('landing_') else none
    ) }}
{%- endmacro %}

{#
    The query of a model as a relation that has exactly the given columns: the database raises an
    error if the query lacks one, or has another one.

    Arguments:
        query  text of the query
        names  list of the columns

    Example:
        see replace_rows
#}
{% macro rows_of_query(query, names) -%}
    (
    {%- if config.get('contract').enforced %}
    {{ query }}
    {%- else %}
    select * from (
        {{ query }}
    ) as found
    union all
    select {{ (['null'] * (names | length)) | join(', ') }}
    where false
    {%- endif %}
    ) as found
{%- endmacro %}

{#
    The columns of the result of a query, as a list of names. If the table has other ones, dbt
    raises an error or adds them, by `on_schema_change`. The comment of the table then has the
    definition with these columns.

    Arguments:
        rows    relation with the result
        target  relation of the table

    Example:
        see replace_rows
#}
{% macro described_columns(rows, target) -%}
    {%- set found = adapter.get_columns_in_relation(rows) | map(attribute='name') | list -%}
    {%- set stored = stored_columns_of(target) -%}
    {%- if found | map('lower') | sort != stored | sort -%}
        {%- do process_schema_changes(config.get('on_schema_change'), rows, target) -%}
    {%- endif -%}
    {%- do comment_on_table(comment_of('')) if follows_definition() -%}
    {{ return(found) }}
{%- endmacro %}
