{#
    Stores the null shares of deliveries that lost more rows than the null share allows, and decides
    again which deliveries of the feed are held back. All other deliveries meet the null share in
    every column, because a row without a required value is rejected.

    It runs after each staging model. Usually one short query shows that there is nothing to do, or
    on Snowflake the model has asked before (gates_in_question).

    Example:
        +post-hook: "{{ measure_null_shares() }}"
#}
{% macro measure_null_shares() -%}
    {%- set feed = gated_feed(model.name) if execute and not flags.EMPTY -%}
    {%- set is_asked = feed and gates_in_question().get(model.name, true) -%}
    {%- set found = run_query(deliveries_in_question(feed)).rows if is_asked else [] -%}
    {%- if found or (is_asked and accepted_names(feed, accepts='REJECT')) -%}
        {%- set unmeasured = [] -%}
        {%- for load, is_measured in found if not is_measured -%}
            {%- do unmeasured.append(load) -%}
        {%- endfor -%}
        {%- if unmeasured %}
    {{ insert_of_null_shares(feed, unmeasured) }};
        {%- endif %}
    {{ replace_held_loads(feed, reads_decisions=true) }}
    {%- endif -%}
{%- endmacro %}

{#
    The query of the deliveries of a feed that are held back, or that lost more rows than the null
    share allows and were not measured, and whether their null shares are known (1 or 0).

    Arguments:
        feed  name of the feed

    Example:
        see measure_null_shares
#}
{% macro deliveries_in_question(feed) -%}
    {%- set allowed = feed_declaration(feed).gate.null_share -%}
    select
        landed_in,
        is_measured
    from (
        select
            landed_in,
            max(case when rule = 'null_share' then 1 else 0 end) as is_measured,
            max(
                case
                    when rule = 'completeness' and {{ exceeds_share('wrong_rows', allowed) }} then 1
                    else 0
                end
            ) as lost_many
        from {{ operations_table('gate_results') }}
        where feed = '{{ feed }}' and as_of_date = {{ text_literal(var('as_of_date')) }}
        group by landed_in
    ) as results
    left join ({{ held_loads(model.name) }}) as held
        on results.landed_in = held.load
    where (lost_many = 1 and is_measured = 0) or held.load is not null
{%- endmacro %}

{#
    The statement that stores the null shares of the required columns of some deliveries. It reads
    the landing again, because staging does not have the rejected rows.

    Arguments:
        feed   name of the feed
        loads  list of the deliveries

    Example:
        see measure_null_shares
#}
{% macro insert_of_null_shares(feed, loads) -%}
    {%- set declaration = feed_declaration(feed) -%}
    {%- set gate = declaration.gate -%}
    {%- set required = [] -%}
    {%- for column, facts in declaration['columns'].items() if facts.is_required -%}
        {%- do required.append(column) -%}
    {%- endfor -%}
    insert into {{ operations_table('gate_results') }} ({{ gate_result_columns() | join(', ') }})
    with

    landed_rows as (
        select
            _landed_in as load,
            count(*) as landed,
            count(case when quarantine_reason is null then 1 end) as accepted
            {%- for column in required %},
            count(*) - count({{ column }}) as nulls_{{ loop.index }}
            {%- endfor %}
        from {{ node_of('landing_' ~ feed).relation_name }}
        where _landed_in in ({{ quoted_list(loads) }})
        group by _landed_in
    )

    {% for column in required -%}
    {%- set wrong = 'nulls_' ~ loop.index -%}
    select
        {{ gate_result('null_share', feed, wrong, column) }},
        {{ divide(wrong, 'landed', 6) }} as measured,
        {{ gate.null_share }} as allowed,
        {{ share_outcome(wrong, gate.null_share) }} as outcome
    from landed_rows
    {{ 'union all' if not loop.last }}
    {% endfor -%}
{%- endmacro %}
