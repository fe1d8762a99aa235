{#
    The statements that list the keys that a table refreshes in this run, in `refreshed_keys`: those
    affected by the pending loads of its parents. A new table and a full refresh get a single row
    without a key.

    The meta of the model defines them:

        refresh_by     column of the key; all rows of a key are computed together
        refresh_from   for each parent, how keys are found from its changed rows, see keys_from;
                       without it the keys are in the rows that the model's query returns
        refresh_also   names of macros with further queries of keys (optional)
        refresh_where  condition on stored rows whose keys are refreshed in every run, because they
                       depend on the current as-of date (optional)
        rated_on       column with the day of the exchange rate, for a table that has currency and
                       reads exchange_rate_spans (optional)
        customer_at    column or expression: the time that chooses the version of the golden
                       customer; rows that would now get another `customer_key` are refreshed
                       (optional)

    Arguments:
        node  node of the model

    Example:
        see list_pending_loads
#}
{% macro list_keys_to_refresh(node) -%}
    {%- set meta = node.config.meta -%}
    {%- if meta.get('refresh_by') -%}
        {%- if not is_later_load() or (lists_keys(meta) and must_refresh_all(node)) %}
            {%- do complete_refreshes().setdefault(model.name, []).append(invocation_id) %}
    insert into {{ bookkeeping_table('refreshed_keys') }} (model, run_id)
    values ('{{ model.name }}', '{{ invocation_id }}');
        {%- elif lists_keys(meta) %}
    insert into {{ bookkeeping_table('refreshed_keys') }}
        (model, run_id, {{ key_column(meta.refresh_by) }})
    select distinct
        '{{ model.name }}' as model,
        '{{ invocation_id }}' as run_id,
        refresh_key
    from (
        {{ keys_to_refresh(node) }}
    ) as found
    where refresh_key is not null;
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#
    Whether the keys of a table are listed before its query runs. Otherwise they are taken from the
    result of the query.

    Arguments:
        meta  meta of the model

    Example:
        see list_keys_to_refresh
#}
{% macro lists_keys(meta) -%}
    {{ return(meta.get('refresh_from') is not none or meta.get('refresh_also') is not none) }}
{%- endmacro %}

{#
    The query of the keys that a table refreshes, as column `refresh_key`.

    Arguments:
        node  node of the model

    Example:
        see list_keys_to_refresh
#}
{% macro keys_to_refresh(node) -%}
    {%- set meta = node.config.meta -%}
    {%- set parts = [] -%}
    {%- set routes = dict(meta.get('refresh_from') or {}) -%}
    {%- if meta.get('rated_on') -%}
        {%- do routes.update({'exchange_rate_spans': {'stored':
            'stored.currency = changed.currency and stored.' ~ meta.rated_on
            ~ ' >= changed.valid_from and stored.' ~ meta.rated_on ~ ' < changed.valid_to'
        }}) -%}
    {%- endif -%}
    {%- for parent in tracked_parents(node) if parent.resource_type != 'seed' -%}
        {%- if parent.name not in routes -%}
            {{ exceptions.raise_compiler_error(
                node.name ~ ': refresh_from does not say which keys follow from changed rows of '
                ~ parent.name
            ) }}
        {%- endif -%}
        {%- if routes[parent.name] is not none -%}
            {%- do parts.append(keys_from(parent, routes[parent.name], meta.refresh_by)) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- dbt 1.11 fails to parse `adapter.dispatch` unless the name is a literal. -#}
    {%- set dispatch = adapter.dispatch -%}
    {%- for name in meta.get('refresh_also', []) -%}
        {%- do parts.append(dispatch(name)()) -%}
    {%- endfor -%}
    {%- if meta.get('refresh_where') -%}
        {%- do parts.append(
            'select ' ~ meta.refresh_by ~ ' as refresh_key from ' ~ this
            ~ ' where ' ~ meta.refresh_where
        ) -%}
    {%- endif -%}
    {%- if meta.get('customer_at') -%}
        {%- do parts.append(keys_of_other_customers(meta.refresh_by, meta.customer_at)) -%}
    {%- endif -%}
    {{ parts | join('\n        union all\n        ') }}
{%- endmacro %}

{#
    The keys affected by the changed rows of a parent, as a query of `refresh_key`.

    Arguments:
        parent      node of the parent
        route       how the keys are found:
                    a column of the parent that has the key;
                    a mapping with `on` and `through`: the table `through` has the key, and the
                    column `on` in common with the parent;
                    a mapping with `stored`: a join condition between rows of this table (`stored`)
                    and changed rows of the parent (`changed`);
                    a mapping with `macro`: name of a macro that returns the query, which is
                    dispatched, so it is defined as `default__<name>`; its argument is
                    the relation of changed rows or, if the parent is refreshed by key, the query of
                    changed keys
        refresh_by  column of the key

    Example:
        {'sat_order__shop': 'order_hk',
         'sat_order_product__shop': {'on': 'order_product_hk', 'through': 'link_order_product'}}
#}
{% macro keys_from(parent, route, refresh_by) -%}
    {%- set keyed_by, dispatch = parent.config.meta.get('refresh_by'), adapter.dispatch -%}
    {%- if route is string and route == keyed_by -%}
    select refresh_key from ({{ pending_keys([parent.name]) }}) as changed
    {%- elif route is string -%}
    select {{ route }} as refresh_key from {{ changed_rows(parent) }} as changed
    {%- elif route.get('macro') -%}
    {{ dispatch(route.macro)(
        pending_keys([parent.name]) if keyed_by else changed_rows(parent)
    ) }}
    {%- elif route.get('stored') -%}
    select stored.{{ refresh_by }} as refresh_key
    from {{ this }} as stored
    inner join {{ changed_rows(parent) }} as changed
        on {{ route.stored }}
    {%- else -%}
    select {{ refresh_by }} as refresh_key
    from {{ node_of(route.through).relation_name }}
    where
        {{ route.on }} in (
            {%- if route.on == keyed_by %}
            {{ pending_keys([parent.name]) }}
            {%- else %}
            select {{ route.on }} from {{ changed_rows(parent) }} as changed
            {%- endif %}
        )
    {%- endif -%}
{%- endmacro %}

{# The rows of a parent that changed in the pending loads, as a relation. #}
{% macro changed_rows(parent) -%}
    {%- set load_column = parent.config.meta.get('load_column') -%}
    (
        select * from {{ parent.relation_name }}
        where
            {{ load_column or parent.config.meta.refresh_by }} in (
                {{ pending_loads(parent.name) if load_column else pending_keys([parent.name]) }}
            )
    )
{%- endmacro %}

{#
    The keys of the stored rows of a fact that would now get another version of a golden customer.

    Arguments:
        refresh_by   column of the key
        customer_at  see list_keys_to_refresh

    Example:
        see keys_to_refresh
#}
{% macro keys_of_other_customers(refresh_by, customer_at) -%}
    select stored.{{ refresh_by }} as refresh_key
    from {{ this }} as stored
    inner join {{ node_of('customer_version_lookup').relation_name }} as versions
        on
            stored.customer_hk = versions.customer_hk
            and {{ customer_at }} >= versions.valid_from
            and {{ customer_at }} < versions.valid_to
    where stored.customer_key <> versions.customer_key
{%- endmacro %}

{#
    Whether all rows of an existing table must be refreshed: because all rows of a parent were
    refreshed, a seed has changed, or no load of a parent is marked as processed by the table.

    Arguments:
        node  node of the model

    Example:
        see needs_refresh
#}
{% macro must_refresh_all(node) -%}
    {{ return(adapter.dispatch('must_refresh_all')(node)) }}
{%- endmacro %}

{% macro default__must_refresh_all(node) -%}
    {%- set loads = bookkeeping_table('processed_loads') -%}
    {%- set checks = [] -%}
    {%- for parent in tracked_parents(node) if not parent.config.meta.get('load_column') -%}
        {%- set processed -%}
        select {{ 'state' if parent.resource_type == 'seed' else 'load' }} from {{ loads }}
        where consumer = '{{ node.name }}' and source = '{{ parent.name }}' and status = 'processed'
        {%- endset -%}
        {%- set check -%}
        {%- if parent.resource_type == 'seed' -%}
        select 1 as found where {{ seed_digest(parent.name) }} not in ({{ processed }})
        {%- else -%}
        select 1 as found
        from (
            select 'all rows' as run_id
            union all
            select run_id from {{ bookkeeping_table('refreshed_keys') }}
            where model = '{{ parent.name }}' and hash_key is null and text_key is null
        ) as of_all_rows
        where run_id not in ({{ processed }})
        {%- endif -%}
        {%- endset -%}
        {%- do checks.append(check) -%}
    {%- endfor -%}
    {%- if not checks -%} {{ return(false) }} {%- endif -%}
    {%- set count = 'select count(*) from (' ~ checks | join(' union all ') ~ ') as checks' -%}
    {{ return(run_query(count).columns[0].values()[0] > 0) }}
{%- endmacro %}

{#
    The condition that a row belongs to a key that this run refreshes; true for every row in the
    first build and in a full refresh.

    Arguments:
        key  column of the key

    Example:
        select * from {{ ref('current_orders') }} where {{ needs_refresh('order_hk') }}
#}
{% macro needs_refresh(key) -%}
    {%- if is_later_load() and not must_refresh_all(graph.nodes[model.unique_id]) -%}
    {{ key }} in ({{ refreshed_keys() }})
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}

{#
    The query of the keys that the running model refreshes in this run.

    Arguments:
        as_column  name of the key in the result (optional)

    Example:
        see needs_refresh
#}
{% macro refreshed_keys(as_column=none) -%}
    {%- set refresh_by = graph.nodes[model.unique_id].config.meta.refresh_by -%}
    select {{ key_column(refresh_by) }} {{- ' as ' ~ as_column if as_column }}
    from {{ bookkeeping_table('refreshed_keys') }}
    where model = '{{ model.name }}' and run_id = '{{ invocation_id }}'
{%- endmacro %}
