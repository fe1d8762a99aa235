{#
    Golden values side by side, one row per golden customer and moment at which one changed.

    Arguments:
        golden_values  relation of golden_values

    Example:
        {{ golden_changes(ref('golden_values_effective')) }}
#}
{% macro golden_changes(golden_values) -%}
with

golden_values as (

    select * from {{ golden_values }}

),

pivoted as (

    select
        customer_uid,
        valid_from,
        {{ values_as_columns('golden_values', golden_attributes()) }}
    from golden_values
    group by customer_uid, valid_from

),

hashed as (

    select
        *,
        {{ automate_dv.hash(
            columns=golden_attributes(),
            alias='golden_hashdiff',
            is_hashdiff=true,
        ) }}
    from pivoted

),

compared as (

    select
        *,
        lag(golden_hashdiff) over (
            partition by customer_uid
            order by valid_from
        ) as hashdiff_before
    from hashed

),

changed as (

    select * from compared
    where golden_hashdiff is distinct from hashdiff_before

)

select * from changed
{%- endmacro %}
