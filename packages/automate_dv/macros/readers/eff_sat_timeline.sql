{#
    An effectivity satellite as it is read: of each driving key intervals that are closed, ordered
    and disjoint, whatever late or repeated deliveries left behind.

    Of several deliveries with one start the one delivered last counts. An interval ends where the
    next begins, or at its delivered end if that is earlier. Repeats of the interval before are
    dropped. A delivery without a partner ends the interval before and is none itself.

    Arguments:
        satellite       name of the effectivity satellite
        src_pk          hash key column of the relationship
        src_dfk         hash key column of the driving side, or a list
        src_sfk         hash key column of the other side, or a list
        src_start_date  column of the start
        src_end_date    column of the end
        src_ldts        load date column

    Example:
        {{ automate_dv.eff_sat_timeline('eff_sat_account_customer__finance', 'account_customer_hk',
            'account_hk', 'customer_hk', 'start_at', 'end_at', 'loaded_at') }}
#}
{% macro eff_sat_timeline(
    satellite=none, src_pk=none, src_dfk=none, src_sfk=none, src_start_date=none,
    src_end_date=none, src_ldts=none
) -%}
    {%- do automate_dv.require_arguments('eff_sat_timeline', {
        'satellite': satellite, 'src_pk': src_pk, 'src_dfk': src_dfk, 'src_sfk': src_sfk,
        'src_start_date': src_start_date, 'src_end_date': src_end_date, 'src_ldts': src_ldts,
    }) -%}
    {%- set drivers = automate_dv.as_list(src_dfk) -%}
    {%- set partners = automate_dv.as_list(src_sfk) -%}
with

{{ automate_dv.told_intervals(
    satellite, src_pk, drivers, partners, src_start_date, src_end_date, src_ldts
) }}

ended as (

    select
        {{ src_pk }},
        {{ (drivers + partners) | join(', ') }},
        {{ src_start_date }},
        least(
            {{ src_end_date }},
            coalesce(
                lead({{ src_start_date }}) over (
                    partition by {{ drivers | join(', ') }}
                    order by {{ src_start_date }}
                ),
                {{ src_end_date }}
            )
        ) as {{ src_end_date }},
        {{ src_ldts }}
    from told

)

select * from ended
where {{ automate_dv.multikey(partners, condition='is not null') }}
{%- endmacro %}
