{#
    The statements that give the logs of snapshots the columns of version 0.2. The stored share is
    one that no contract has, so the next build decides on all snapshots again, and undoes deletions
    by snapshots that lost too many keys.

    Example:
        see upgrade_warehouse
#}
{% macro upgrade_snapshot_logs() -%}
    {%- set statements = [] -%}
    {%- for feed in snapshot_feeds() -%}
        {%- set log = existing_relation('snapshot_log__' ~ feed) -%}
        {%- set names = adapter.get_columns_in_relation(log) | map(attribute='name') | map('lower')
            | list if log else [] -%}
        {%- if log and 'key_count' not in names -%}
            {%- do statements.append(
                'create or replace table ' ~ log ~ ' as select loaded_at, record_source, '
                ~ 'cast(0 as integer) as key_count, '
                ~ 'cast(null as ' ~ type_timestamp() ~ ') as compared_with, '
                ~ 'cast(0 as integer) as lost_keys, '
                ~ 'cast(-1 as decimal(9, 6)) as max_lost_share, '
                ~ 'cast(null as boolean) as is_ruled_complete, '
                ~ 'cast(null as varchar) as ruling, false as is_held_back from ' ~ log
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(statements) }}
{%- endmacro %}
