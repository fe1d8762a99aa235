{#
    The files or batches that arrived, with the rows in them, as a query of `feed`, `landed_in`,
    `arrived` and `sha256`. A different reader from the one that loads has counted them:
    `python -m warehouse build`, or on Snowflake the COPY of each file.

    Example:
        select * from ({{ arrived_files() }}) as files
#}
{% macro arrived_files() -%} {{ adapter.dispatch('arrived_files')() }} {%- endmacro %}

{% macro default__arrived_files() -%}
    select
        feed,
        landed_in,
        arrived,
        sha256
    from {{ bookkeeping_table('landed_files') }}
{%- endmacro %}

{# A file whose content changed was loaded again, so the table has its rows several times. #}
{% macro snowflake__arrived_files() -%}
    select
        feed,
        {{ batch_of_path('file_name') }} as landed_in,
        sum(loaded_rows) as arrived,
        '' as sha256
    from {{ landing_place() }}.load_history
    where status = 'LOADED'
    group by
        feed,
        {{ batch_of_path('file_name') }}
{%- endmacro %}
