{#
    The delivered rows that a table lacks, and the rows of the table that were not delivered.

    For tables whose rows never change: non-historised links and reference tables.

    Arguments:
        stage    name of the staging model
        stored   name of the vault table
        columns  columns of both that must agree, the key first

    Example:
        {{ rows_differ_from_feed(
            'stg_bank__payments', 'nh_link_payment', ['payment_hk', 'amount']
        ) }}
#}
{% macro rows_differ_from_feed(stage, stored, columns) -%}
with

delivered_rows as (

    select distinct {{ columns | join(', ') }} from {{ ref(stage) }}

),

stored_rows as (

    select {{ columns | join(', ') }} from {{ ref(stored) }}

),

lost_rows as (

    select * from delivered_rows
    except
    select * from stored_rows

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
