{#
    The statements that record the gates of a run in `gate_results`: each error-level test, with the
    models that it tests, its value and its limit. The gates of feeds are recorded by
    gate_deliveries.

    The value of a test is usually the number of rows that violate its rule, and the limit is 0, or
    the number in its `error_if`. A test that measures something else, such as a share, returns one
    row per measurement, with the columns `column_name` (what it is about), `measured`, `allowed`
    and `outcome`, and counts the failed ones with `fail_calc`. The query of such a test runs again.

    Arguments:
        results  the results of the run's nodes
        ended    the end of the run, as a string
        scope    the as-of date as a SQL literal

    Example:
        see end_run
#}
{% macro record_gates(results, ended, scope) -%}
    {%- set columns = 'run_id, as_of_date, checked_at, model, rule, column_name, measured, allowed,'
        ~ ' outcome' -%}
    {%- set rows = [] -%}
    {%- for result in results if is_later_gate(result) -%}
        {%- set node, status = result.node, result.status | string -%}
        {%- if 'outcome' in node.config.fail_calc and status in ('pass', 'warn', 'fail') %}
    insert into {{ operations_table('gate_results') }} ({{ columns }})
    select
        {{ of_this_run(ended, scope, 'checked_at') }},
        '{{ tested_models(node) }}' as model,
        '{{ node.name }}' as rule,
        column_name,
        measured,
        allowed,
        outcome
    from (
        {{ node.compiled_code }}
    ) as measurements;
        {%- else -%}
            {%- do rows.append("('" ~ tested_models(node) ~ "', '" ~ node.name ~ "', "
                ~ (result.failures if result.failures is not none else 'null') ~ ', '
                ~ (modules.re.findall('[0-9]+', node.config.error_if) or [0])[0] ~ ", '"
                ~ {'pass': 'passed', 'warn': 'warned'}.get(status, 'failed') ~ "')") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if rows %}
    insert into {{ operations_table('gate_results') }} ({{ columns }})
    select
        {{ of_this_run(ended, scope, 'checked_at') }},
        counted.model,
        counted.rule,
        '' as column_name,
        counted.measured,
        counted.allowed,
        counted.outcome
    from (
        values
        {{ rows | join(',\n        ') }}
    ) as counted (model, rule, measured, allowed, outcome);
    {%- endif -%}
{%- endmacro %}

{#
    Whether a result is that of an error-level test that ran, other than the gate of a feed.

    Arguments:
        result  the result of a node

    Example:
        see record_gates
#}
{% macro is_later_gate(result) -%}
    {%- set node = result.node -%}
    {{ return(
        node.resource_type == 'test'
        and (node.config.severity or '') | lower == 'error'
        and result.status | string != 'skipped'
        and not (node.test_metadata and node.test_metadata.name == 'delivery_gate')
    ) }}
{%- endmacro %}

{#
    The model of a test of columns, or the models that another test reads, as a string.

    Arguments:
        node  node of the test

    Example:
        see record_gates
#}
{% macro tested_models(node) -%}
    {%- set names = [] -%}
    {%- for unique_id in (
            [node.attached_node] if node.attached_node else node.depends_on.nodes
        ) -%}
        {%- do names.append(unique_id.split('.')[-1]) -%}
    {%- endfor -%}
    {{ return(names | join(', ')) }}
{%- endmacro %}
