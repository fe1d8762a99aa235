{#
    The statements that compare the deliveries that staging has just staged with the limits in the
    contract of their feed, and decide which of them the vault must not read. They run in the
    transaction that marks the deliveries as staged. `gate_results` has the results, one row per
    delivery, rule and column; a delivery that grows is measured again.

    `completeness`: the share of the landed rows that all checks accept. `null_share`: the share
    that lacks a required value, by column; see measure_null_shares. `conflicts`: rows that
    contradict another one, which are not loaded. `early_rows`: rows whose load time is more than a
    day ahead of the clock, which `make build` refuses. The last two rules hold no delivery back.

    A result is `failed` if too many rows are wrong, `warned` if they are beyond the limit but too
    few to hold the delivery back, and otherwise `passed`.

    Example:
        see mark_processed
#}
{% macro gate_deliveries() -%}
    {%- set feed = gated_feed(model.name) if execute and not flags.EMPTY -%}
    {%- if feed and model.name not in gates_in_question() %}
    {{ measure_deliveries(feed) }}
    {{ replace_held_loads(feed) }}
    {%- elif feed and gates_in_question()[model.name] %}
    {{ replace_held_loads(feed) }}
    {%- endif -%}
{%- endmacro %}

{#
    The statements that replace the results of the pending deliveries of a feed, except null shares.

    Arguments:
        feed  name of the feed

    Example:
        see gate_deliveries
#}
{% macro measure_deliveries(feed) -%}
    delete from {{ operations_table('gate_results') }}
    where
        feed = '{{ feed }}'
        and as_of_date = {{ text_literal(var('as_of_date')) }}
        and landed_in in ({{ pending_loads('landing_' ~ feed) }});
    {{ insert_of_results(feed) }};
{%- endmacro %}

{#
    Whether a delivery of a staging model may have to be held back or released, by the names of the
    staging models that have measured their deliveries and asked (see replace_rows on Snowflake).
    DuckDB does not ask first: statements without effect cost less there.

    Example:
        see gate_deliveries
#}
{% macro gates_in_question() -%}
    {{ return(adapter.dispatch('gates_in_question')()) }}
{%- endmacro %}

{% macro default__gates_in_question() -%} {{ return({}) }} {%- endmacro %}

{% macro snowflake__gates_in_question() -%}
    {{ return(facts_of_run().setdefault('gates_in_question', {})) }}
{%- endmacro %}

{#
    The feed whose deliveries a gate checks when a model stages them, or none. Steward logs have no
    gate: their rows may wait for a record that is delivered later.

    Arguments:
        stage  name of the staging model

    Example:
        see gate_deliveries
#}
{% macro gated_feed(stage) -%}
    {%- for feed, declaration in feed_declarations().items()
        if declaration.stage == stage and declaration.gate -%}
        {{ return(feed) }}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro %}

{#
    The statement that stores the results of the pending deliveries of a feed, except null shares.

    Arguments:
        feed  name of the feed

    Example:
        see gate_deliveries
#}
{% macro insert_of_results(feed) -%}
    {%- set gate = feed_declaration(feed).gate -%}
    {%- set wrong = 'landed - accepted' -%}
    {%- set present = "cast('" ~ run_time() ~ "' as " ~ type_timestamp() ~ ')' -%}
    insert into {{ operations_table('gate_results') }} ({{ gate_result_columns() | join(', ') }})
    with

    staged_loads as (
        select
            load,
            cast(split_part(state, ' ', 1) as integer) as landed
        from {{ bookkeeping_table('processed_loads') }}
        where
            consumer = '{{ model.name }}'
            and source = 'landing_{{ feed }}'
            and status = 'pending'
    ),

    staged_rows as (
        select
            landed_in,
            count(*) as accepted,
            sum(case when is_conflicting then 1 else 0 end) as conflicting,
            sum(
                case when loaded_at > {{ present }} + interval '1 day' then 1 else 0 end
            ) as early
        from {{ this }}
        where landed_in in (select load from staged_loads)
        group by landed_in
    ),

    counted as (
        select
            staged_loads.load,
            staged_loads.landed,
            coalesce(staged_rows.accepted, 0) as accepted,
            coalesce(staged_rows.conflicting, 0) as conflicting,
            coalesce(staged_rows.early, 0) as early
        from staged_loads
        left join staged_rows
            on staged_loads.load = staged_rows.landed_in
    )

    select
        {{ gate_result('completeness', feed, wrong) }},
        {{ divide('accepted', 'landed', 6) }} as measured,
        {{ gate.completeness }} as allowed,
        {{ share_outcome(wrong, '1 - ' ~ gate.completeness) }} as outcome
    from counted
    {%- for rule, rows in [('conflicts', 'conflicting'), ('early_rows', 'early')] %}
    union all
    select
        {{ gate_result(rule, feed, rows) }},
        {{ rows }} as measured,
        0 as allowed,
        case when {{ rows }} > 0 then 'warned' else 'passed' end as outcome
    from counted
    {%- endfor %}
{%- endmacro %}

{# The columns of `gate_results`, as a list. #}
{% macro gate_result_columns() -%}
    {{ return([
        'run_id', 'as_of_date', 'checked_at', 'feed', 'landed_in', 'rule', 'column_name',
        'landed', 'accepted', 'wrong_rows', 'measured', 'allowed', 'outcome',
    ]) }}
{%- endmacro %}

{#
    The first columns of a result, which identify the rule, feed and column.

    Arguments:
        rule    name of the rule
        feed    name of the feed
        wrong   expression of the number of rows that violate the rule
        column  column of the feed, for a rule about a column

    Example:
        see insert_of_results
#}
{% macro gate_result(rule, feed, wrong, column='') -%}
    '{{ invocation_id }}' as run_id,
        {{ text_literal(var('as_of_date')) }} as as_of_date,
        cast('{{ clock_time(run_started_at) }}' as {{ type_timestamp() }}) as checked_at,
        '{{ feed }}' as feed,
        load as landed_in,
        '{{ rule }}' as rule,
        '{{ column }}' as column_name,
        landed,
        accepted,
        {{ wrong }} as wrong_rows
{%- endmacro %}

{#
    The condition that the share of wrong rows in a delivery is above a limit. Shares of small
    deliveries mean little: two wrong rows are always allowed, up to four unless they are half of
    the delivery, and up to nine unless they are a fifth of it.

    Arguments:
        wrong    expression of the number of wrong rows
        allowed  largest share of wrong rows, as an expression

    Example:
        exceeds_share('landed - accepted', '1 - 0.995')
#}
{% macro exceeds_share(wrong, allowed) -%}
    {{ wrong }} > landed * ({{ allowed }})
            and (
                {{ wrong }} >= 10
                or ({{ wrong }} >= 5 and ({{ wrong }}) * 5 >= landed)
                or ({{ wrong }} >= 3 and ({{ wrong }}) * 2 >= landed)
            )
{%- endmacro %}

{#
    The outcome of a rule about the share of wrong rows in a delivery, as an expression.

    Arguments:
        wrong    expression of the number of wrong rows
        allowed  largest share of wrong rows, as an expression

    Example:
        share_outcome('landed - accepted', '1 - 0.995')
#}
{% macro share_outcome(wrong, allowed) -%}
    case
            when {{ exceeds_share(wrong, allowed) }} then 'failed'
            when {{ wrong }} > landed * ({{ allowed }}) then 'warned'
            else 'passed'
        end
{%- endmacro %}
