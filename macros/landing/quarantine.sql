{#
    The rejected rows of a feed. A row that was delivered again with the same values in all columns
    appears once, from the file that arrived first.

    Arguments:
        feed  name of the feed

    Example:
        {{ quarantine('sap_kna1') }}
#}
{% macro quarantine(feed) -%}
{%- set columns = feed_columns(feed) -%}
{%- set stored = stored_columns(columns) if is_later_load() else [] -%}
with

rejected as (

    select * from {{ ref('landing_' ~ feed) }}
    where {{ is_pending(feed) }} and quarantine_reason is not null

),

numbered as (

    select
        *,
        row_number() over (
            partition by {{ columns | join(', ') }}
            order by _landed_in
        ) as delivery_number
    from rejected

),

first_delivered as (

    select * exclude (delivery_number) from numbered
    where delivery_number = 1

)
{%- if stored %},

known as (

    select * from {{ this }}
    where _landed_in not in ({{ pending_loads('landing_' ~ feed) }})

),

not_known as (

    select first_delivered.* from first_delivered
    left join known
        on
            {%- for column in stored %}
            {{ 'and ' if not loop.first }}first_delivered.{{ column }} is not distinct from known.{{
                column }}
            {%- endfor %}
    where known._landed_in is null

)
{%- endif %}

select * from {{ 'not_known' if stored else 'first_delivered' }}
{%- endmacro %}

{#
    The columns of a list that the table of the running model has. It lacks columns that were added
    to the contract until this run adds them.

    Arguments:
        columns  list of names

    Example:
        see quarantine
#}
{% macro stored_columns(columns) -%}
    {%- set found = adapter.dispatch('columns_of_this')() -%}
    {%- set stored = [] -%}
    {%- for column in columns if column | lower in found or not found -%}
        {%- do stored.append(column) -%}
    {%- endfor -%}
    {{ return(stored) }}
{%- endmacro %}

{# The names of the columns of the running model's table, in lower case. #}
{% macro default__columns_of_this() -%}
    {{ return(
        adapter.get_columns_in_relation(this) | map(attribute='name') | map('lower') | list
    ) }}
{%- endmacro %}

{#- A build asks once for all tables. -#}
{% macro snowflake__columns_of_this() -%}
    {%- set stored = stored_columns_of(this) if builds_models() else [] -%}
    {{ return(stored or default__columns_of_this()) }}
{%- endmacro %}
