{#
    An effectivity satellite as closed, ordered, disjoint intervals of each driving key.

    Among several deliveries with the same start, the last one counts. An interval ends where the
    next one starts or at its delivered end, whichever is earlier; repeats are merged into it. A
    delivery without a partner ends the previous interval and does not start one.

    Arguments:
        satellite       name of the effectivity satellite
        src_pk          hash key column of the relationship
        src_dfk         hash key column of the driving side, or a list
        src_sfk         hash key column of the other side, or a list
        src_start_date  column of the start
        src_end_date    column of the end
        src_ldts        load time column
        is_cte          whether `satellite` names a CTE with rows of the satellite (optional)

    Example:
        {{ automate_dv.eff_sat_timeline('eff_sat_account_customer__finance', 'account_customer_hk',
            'account_hk', 'customer_hk', 'start_at', 'end_at', 'loaded_at') }}
#}
{% macro eff_sat_timeline(
    satellite=none, src_pk=none, src_dfk=none, src_sfk=none, src_start_date=none,
    src_end_date=none, src_ldts=none, is_cte=false
) -%}
    {%- do automate_dv.refuse_unknown_arguments('eff_sat_timeline', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('eff_sat_timeline', {
        'satellite': satellite, 'src_pk': src_pk, 'src_dfk': src_dfk, 'src_sfk': src_sfk,
        'src_start_date': src_start_date, 'src_end_date': src_end_date, 'src_ldts': src_ldts,
    }) -%}
    {%- do automate_dv.check_model_names('eff_sat_timeline', 'satellite', satellite) -%}
    {%- do automate_dv.check_columns('eff_sat_timeline', {
        'src_pk': src_pk, 'src_start_date': src_start_date,
        'src_end_date': src_end_date, 'src_ldts': src_ldts,
    }, {'src_dfk': src_dfk, 'src_sfk': src_sfk}, none if is_cte else satellite, plain=true) -%}
    {%- set start, end, partners = src_start_date, src_end_date, automate_dv.as_list(src_sfk) -%}
    {%- set drivers = automate_dv.as_list(src_dfk) -%}
    {%- set relationship = ([src_pk] + drivers + partners) | join(', ') -%}
    {%- set by_start = '(partition by ' ~ drivers | join(', ') ~ ' order by ' ~ start ~ ')' -%}
with

last_deliveries as (
    select
        {{ relationship }},
        {{ start }},
        coalesce({{ automate_dv.cast_datetime(end) }}, {{ automate_dv.end_of_time() }}) as ends_at,
        {{ src_ldts }}
    from {{ satellite if is_cte else ref(satellite) }}
    qualify row_number() over (
        partition by {{ (drivers + [start]) | join(', ') }}
        order by {{ src_ldts }} desc, {{ src_pk }}
    ) = 1
),

compared as (
    select
        *,
        case
            when lag({{ src_pk }}) over {{ by_start }} = {{ src_pk }}
                and lag(ends_at) over {{ by_start }} >= {{ start }} then 0
            else 1
        end as is_beginning
    from last_deliveries
    where ends_at > {{ start }}
),

numbered as (select *, sum(is_beginning) over {{ by_start }} as interval_number from compared),

intervals as (
    select
        {{ relationship }},
        min({{ start }}) as {{ start }},
        max_by(ends_at, {{ start }}) as ends_at,
        min({{ src_ldts }}) as {{ src_ldts }}
    from numbered
    group by {{ relationship }}, interval_number
)

select
    {{ relationship }},
    {{ start }},
    least(ends_at, coalesce(lead({{ start }}) over {{ by_start }}, ends_at)) as {{ end }},
    {{ src_ldts }}
from intervals
qualify {{ automate_dv.multikey(partners, condition='is not null') }}
{%- endmacro %}
