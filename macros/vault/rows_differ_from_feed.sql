{#
    The keys whose newest delivered row a table lacks, and the rows of the table that were not
    delivered.

    For tables of events and rates: non-historised links and reference tables.

    Arguments:
        stage    name of the staging model of the feed
        stored   name of the vault table
        columns  columns of both that must agree, the key first

    Example:
        {{ rows_differ_from_feed(
            'stg_bank__payments', 'nh_link_payment', ['payment_hk', 'amount']
        ) }}
#}
{% macro rows_differ_from_feed(stage, stored, columns) -%}
{%- set key = (feed_declarations().values() | selectattr('stage', 'equalto', stage) | first)
    .vault_key | join(', ') -%}
with

delivered_rows as (

    select {{ columns | join(', ') }} from {{ released_rows(stage) }} as staged

),

newest_delivered as (

    {{ newest_rows(stage, key) }}

),

stored_rows as (

    select {{ columns | join(', ') }} from {{ ref(stored) }}

),

newest_stored as (

    {{ newest_rows(stored, key) }}

),

lost_rows as (

    select {{ columns | join(', ') }} from newest_delivered
    except
    select {{ columns | join(', ') }} from newest_stored

),

extra_rows as (

    select * from stored_rows
    except
    select * from delivered_rows

),

differing_rows as (

    select
        'lost' as difference,
        *
    from lost_rows
    union all
    select
        'extra' as difference,
        *
    from extra_rows

)

select * from differing_rows
{%- endmacro %}
