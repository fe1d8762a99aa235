{#
    Moves a warehouse that version 0.1 built to the tables and columns of version 0.2. Staging, the
    raw vault, the quarantine, the score log, the id history and the snapshots keep their rows; the
    next build computes the rest from them. It can be repeated after a failure, and does nothing on
    a warehouse that this version built. See docs/upgrading.md.

    Example:
        dbt run-operation upgrade_warehouse
#}
{% macro upgrade_warehouse() %}
    {%- if execute and not needs_upgrade() -%}
        {%- do log('Nothing to upgrade: version 0.1 left no table here.', info=true) -%}
    {%- elif execute -%}
        {%- set log_of_scores = upgrade_pair_scores() -%}
        {%- do run_upgrade_step('Make the bookkeeping tables', [create_bookkeeping()]) -%}
        {%- do run_upgrade_step('Register deliveries', upgrade_deliveries()) -%}
        {%- do run_upgrade_step('Widen prices to six decimals', upgrade_prices()) -%}
        {%- do run_upgrade_step("Keep the stewards' logs", upgrade_steward_logs()) -%}
        {%- do run_upgrade_step('Add decisions to the snapshot logs', upgrade_snapshot_logs()) -%}
        {%- do run_upgrade_step('Mark loads as processed', upgrade_processed_loads()) -%}
        {%- do run_upgrade_step('Rename columns and contents in the score log', log_of_scores) -%}
        {%- do run_upgrade_step('Drop tables that the next build computes', drops_of_upgrade()) -%}
        {#- The next build counts again, with the columns of this version. -#}
        {%- set counts = existing_relation('load_counts') -%}
        {%- if counts -%} {%- do adapter.drop_relation(counts) -%} {%- endif -%}
        {%- do log('Add not_null constraints', info=true) -%}
        {%- do add_not_null_constraints('raw_vault') -%}
        {#-
            The existence of these tables shows that an upgrade is due, so they are dropped last.
        -#}
        {%- set due = [] -%}
        {%- for table in tables_of_version_0_1() -%}
            {%- do due.append('drop table if exists ' ~ table) -%}
        {%- endfor -%}
        {%- do run_upgrade_step('Drop the global logs of loads', due) -%}
        {%- do log('Upgraded. Build next: make build, or dbt build.', info=true) -%}
    {%- endif -%}
{% endmacro %}

{#
    Runs the statements of one step of an upgrade.

    Arguments:
        title       description of the step, for the log
        statements  list of SQL strings

    Example:
        see upgrade_warehouse
#}
{% macro run_upgrade_step(title, statements) -%}
    {%- do log(title ~ ' (' ~ statements | length ~ ')', info=true) -%}
    {%- for statement in statements -%} {%- do run_query(statement) -%} {%- endfor -%}
    {%- do adapter.commit() -%}
{%- endmacro %}

{#
    The two global logs of loads that only version 0.1 has: stg_landing__batches and vault_loads.

    Example:
        see needs_upgrade
#}
{% macro tables_of_version_0_1() -%}
    {{ return([
        node_in_schema_of('stg_landing__deliveries', 'stg_landing__batches'),
        node_in_schema_of('load_counts', 'vault_loads'),
    ]) }}
{%- endmacro %}

{#
    A relation in the schema of a model.

    Arguments:
        model       name of the model
        identifier  name of the relation

    Example:
        {{ node_in_schema_of('load_counts', 'vault_loads') }}
#}
{% macro node_in_schema_of(model, identifier) -%}
    {%- set node = node_of(model) -%}
    {{ return(api.Relation.create(
        database=node.database, schema=node.schema, identifier=identifier
    )) }}
{%- endmacro %}

{#
    Whether the warehouse was built by version 0.1 and its upgrade has not been completed.

    Example:
        see check_upgraded
#}
{% macro needs_upgrade() -%}
    {%- for table in tables_of_version_0_1() -%}
        {%- if adapter.get_relation(table.database, table.schema, table.identifier) -%}
            {{ return(true) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro %}

{#
    Stops a run at its start on a warehouse that version 0.1 built.

    Example:
        on-run-start: "{{ check_upgraded() }}"
#}
{% macro check_upgraded() -%}
    {%- if builds_models() and needs_upgrade() -%}
        {{- exceptions.raise_compiler_error(
            'check_upgraded: version 0.1 of this project built the warehouse; upgrade it with'
            ~ ' `make upgrade` (or `dbt run-operation upgrade_warehouse`), see docs/upgrading.md.'
        ) -}}
    {%- endif -%}
{%- endmacro %}
