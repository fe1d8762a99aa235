{#
    See must_refresh_all. A build asks once which states all tables have processed, and once for the
    digest of each seed; what it refreshes completely, it notes itself (list_keys_to_refresh).

    Arguments:
        node  node of the model

    Example:
        see needs_refresh
#}
{% macro snowflake__must_refresh_all(node) -%}
    {%- if not builds_models() -%} {{ return(default__must_refresh_all(node)) }} {%- endif -%}
    {%- set seeds, tables = [], [] -%}
    {%- for parent in tracked_parents(node) if not parent.config.meta.get('load_column') -%}
        {%- do (seeds if parent.resource_type == 'seed' else tables).append(parent.name) -%}
    {%- endfor -%}
    {%- set processed = processed_states() if seeds or tables else {} -%}
    {%- for name in tables -%}
        {%- for run in ['all rows'] + complete_refreshes().get(name, [])
            if [node.name, name, run] | join('|') not in processed -%}
            {{ return(true) }}
        {%- endfor -%}
    {%- endfor -%}
    {%- set digests = digests_of_seeds(seeds) -%}
    {%- for name in seeds if [node.name, name, digests[name]] | join('|') not in processed -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro %}

{#
    What tables had processed when this run first asked: contents of seeds, and complete refreshes
    of other tables, as a mapping with the keys `consumer|source|digest or run`. Only a table itself
    changes its own.

    Example:
        see snowflake__must_refresh_all
#}
{% macro processed_states() -%}
    {%- set facts = facts_of_run() -%}
    {%- if 'processed_states' not in facts -%}
        {%- set query -%}
        with

        complete as (
            select model, run_id from {{ bookkeeping_table('refreshed_keys') }}
            where hash_key is null and text_key is null
        )

        select
            processed.consumer,
            processed.source,
            case when processed.load = 'content' then processed.state else processed.load end
                as content_or_run
        from {{ bookkeeping_table('processed_loads') }} as processed
        left join complete
            on processed.source = complete.model and processed.load = complete.run_id
        where
            processed.status = 'processed'
            and (processed.load in ('content', 'all rows') or complete.run_id is not null)
        union all
        select
            '' as consumer,
            model as source,
            run_id as content_or_run
        from complete
        {%- endset -%}
        {%- set found = {} -%}
        {%- for consumer, source, content_or_run in run_query(query).rows -%}
            {%- if consumer -%}
                {%- do found.update({[consumer, source, content_or_run] | join('|'): true}) -%}
            {%- else -%}
                {%- do complete_refreshes().setdefault(source, []).append(content_or_run) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do facts.update({'processed_states': found}) -%}
    {%- endif -%}
    {{ return(facts.processed_states) }}
{%- endmacro %}

{#
    The digests of seeds, which no longer change once a model reads them, by name.

    Arguments:
        names  list of names of seeds

    Example:
        see snowflake__must_refresh_all
#}
{% macro digests_of_seeds(names) -%}
    {%- set known = facts_of_run().setdefault('digests_of_seeds', {}) -%}
    {%- set queries = [] -%}
    {%- for name in names if name not in known -%}
        {%- do queries.append(
            'select ' ~ text_literal(name) ~ ' as seed, ' ~ seed_digest(name) ~ ' as digest'
        ) -%}
    {%- endfor -%}
    {%- if queries -%}
        {%- for name, digest in run_query(queries | join('\nunion all\n')).rows -%}
            {%- do known.update({name: digest}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(known) }}
{%- endmacro %}
