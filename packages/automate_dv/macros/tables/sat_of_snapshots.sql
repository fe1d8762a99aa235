{#
    The body of a satellite of full snapshots: changes only, right in any order of snapshots.

    A row is kept where the state of a key differs from the one at the snapshot before. A late
    snapshot may end a state that a later one had again, and that was not kept because it repeated;
    restated_rows keeps it now.

    Arguments:
        names          mapping from sat_columns
        source_model   name of the staging model
        src_status     name of the status satellite of the same snapshots
        src_snapshots  name of the log of the same snapshots

    Example:
        see sat
#}
{% macro sat_of_snapshots(names, source_model, src_status, src_snapshots) -%}
    {%- do automate_dv.require_arguments(
        'sat', {'src_status': src_status, 'src_snapshots': src_snapshots}
    ) -%}
    {%- set status = ref(src_status) -%}
    {%- set snapshots = ref(src_snapshots) -%}
with

staged as (

    {{ automate_dv.staged_deliveries(names, source_model) }}

),
{%- if automate_dv.is_any_incremental() %}

stored as (

    select {{ names.all | join(', ') }}
    from {{ this }}
    where {{ names.pk }} in (select {{ names.pk }} from staged)

),

{{ automate_dv.restated_rows(names, status, snapshots) }}
{%- endif %}

told as (

    select *, 1 as rank_of_teller from staged
    {%- if automate_dv.is_any_incremental() %}
    union all
    select *, 0 as rank_of_teller from stored
    union all
    select *, 2 as rank_of_teller from restated
    {%- endif %}

),
{{ automate_dv.changes_told(names) }}
{%- endmacro %}
