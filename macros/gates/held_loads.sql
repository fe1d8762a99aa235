{#
    The statements that replace the deliveries of a feed that a gate holds back, in `held_loads`,
    one row per rule and column: those whose results violate the current limits of the contract,
    unless a steward has accepted the file, or a vault table has read the delivery. A delivery that
    a steward has rejected has one row with the rule `rejected`, whatever its results are.

    Arguments:
        feed             name of the feed
        reads_decisions  whether to read what stewards decided about files, which is slow

    Example:
        see gate_deliveries
#}
{% macro replace_held_loads(feed, reads_decisions=false) -%}
    {%- set gate, stage = feed_declaration(feed).gate, model.name -%}
    {%- set held = bookkeeping_table('held_loads') -%}
    {%- set accepted = accepted_names(feed, accepts='GATE') if reads_decisions else [] -%}
    {%- set rejected = accepted_names(feed, accepts='REJECT') if reads_decisions else [] -%}
    {%- set name = clean_text('results.landed_in') -%}
    {%- set is_rejected = name ~ ' in (' ~ quoted_list(rejected) ~ ')' if rejected -%}
    {%- set limit -%}
        case
            when results.rule = 'completeness' then {{ gate.completeness }}
            else {{ gate.null_share }}
        end
    {%- endset -%}
    delete from {{ held }} where source = '{{ stage }}';
    {%- if gate.holds %}
    insert into {{ held }} (
        source, load, feed, rule, column_name, landed, accepted, wrong_rows, measured, allowed,
        staged_at
    )
    select
        '{{ stage }}' as source,
        results.landed_in as load,
        results.feed,
        {{ "case when " ~ is_rejected ~ " then 'rejected' else results.rule end as rule"
            if rejected else 'results.rule' }},
        results.column_name,
        results.landed,
        results.accepted,
        results.wrong_rows,
        results.measured,
        {{ limit }} as allowed,
        results.checked_at as staged_at
    from {{ operations_table('gate_results') }} as results
    left join (
        select distinct load
        from {{ bookkeeping_table('processed_loads') }}
        where source = '{{ stage }}' and status = 'processed'
    ) as read_loads
        on results.landed_in = read_loads.load
    where
        results.feed = '{{ feed }}'
        and results.as_of_date = {{ text_literal(var('as_of_date')) }}
        and results.rule in ('completeness', 'null_share')
        and read_loads.load is null
        and results.landed_in in (
            select load from {{ bookkeeping_table('processed_loads') }}
            where consumer = '{{ stage }}' and source = 'landing_{{ feed }}'
        )
        and not {{ is_accepted_load('results.landed_in') }}
        and (
            {%- if rejected %}
            ({{ is_rejected }} and results.rule = 'completeness')
            or not {{ is_rejected }} and
            {%- endif %}
            {{ exceeds_share(
                'results.wrong_rows',
                "case when results.rule = 'completeness' then 1 - " ~ gate.completeness
                ~ ' else ' ~ gate.null_share ~ ' end'
            ) }}
        )
        {%- if accepted %}
        and {{ name }} not in ({{ quoted_list(accepted) }})
        {%- endif %};
    {%- endif -%}
{%- endmacro %}

{#
    The query that has a row if replace_held_loads may change anything, or if null shares must be
    measured: a delivery that no vault table has read exceeds a current limit, or one is held back
    or was rejected.

    Arguments:
        feed  name of the feed

    Example:
        see replace_rows
#}
{% macro gate_in_question(feed) -%}
    {%- set gate, stage = feed_declaration(feed).gate, model.name -%}
    select 1 as found
    from {{ operations_table('gate_results') }}
    where
        feed = '{{ feed }}'
        and as_of_date = {{ text_literal(var('as_of_date')) }}
        and rule in ('completeness', 'null_share')
        and landed_in not in (
            select load from {{ bookkeeping_table('processed_loads') }}
            where source = '{{ stage }}' and status = 'processed'
        )
        and {{ exceeds_share(
            'wrong_rows',
            "case when rule = 'completeness' then 1 - " ~ gate.completeness
            ~ ' else ' ~ gate.null_share ~ ' end'
        ) }}
    union all
    select 1 as found
    from ({{ deliveries_in_question(feed) }}) as deliveries
    {%- if accepted_names(feed, accepts='REJECT') %}
    union all
    select 1 as found
    {%- endif %}
    limit 1
{%- endmacro %}

{#
    The deliveries that a gate holds back in a staging model, as a query of `load`.

    Arguments:
        stage  name of the staging model

    Example:
        see is_released
#}
{% macro held_loads(stage) -%}
    select distinct load from {{ bookkeeping_table('held_loads') }}
    where source = '{{ stage }}'
{%- endmacro %}

{#
    The condition that no gate holds the delivery of a staged row back; `true` in a unit test, which
    has no bookkeeping, and for a staging model without a gate.

    Arguments:
        stage  name of the staging model

    Example:
        where {{ is_released('stg_shop__orders') }}
#}
{% macro is_released(stage) -%}
    {%- if not execute or not graph.nodes or not gated_feed(stage) -%} {{ return('true') }}
    {%- endif -%}
    {{ return('landed_in not in (' ~ held_loads(stage) ~ ')') }}
{%- endmacro %}

{#
    The rows of a staging model whose deliveries no gate holds back, as a relation.

    Arguments:
        stage  name of the staging model

    Example:
        select * from {{ released_rows('stg_shop__orders') }} as orders
#}
{% macro released_rows(stage) -%}
    {%- set rows, condition = ref(stage), is_released(stage) -%}
    {{ return(
        rows if condition == 'true' else '(select * from ' ~ rows ~ ' where ' ~ condition ~ ')'
    ) }}
{%- endmacro %}
