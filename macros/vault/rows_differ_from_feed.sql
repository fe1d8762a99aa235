{#
    The rows that a feed delivered and a table does not hold, or the other way round.

    For tables whose rows never change: non-historised links and reference tables.

    Arguments:
        stage    name of the staging model
        stored   name of the vault table
        columns  the columns of both that must agree, its key first

    Example:
        {{ rows_differ_from_feed(
            'stg_bank__payments', 'nh_link_payment', ['payment_hk', 'amount']
        ) }}
#}
{% macro rows_differ_from_feed(stage, stored, columns) -%}
with

delivered as (

    select distinct {{ columns | join(', ') }} from {{ ref(stage) }}

),

kept as (

    select {{ columns | join(', ') }} from {{ ref(stored) }}

),

lost as (

    select * from delivered
    except
    select * from kept

),

invented as (

    select * from kept
    except
    select * from delivered

),

differing as (

    select
        'lost' as difference,
        *
    from lost
    union all
    select
        'invented' as difference,
        *
    from invented

)

select * from differing
{%- endmacro %}
