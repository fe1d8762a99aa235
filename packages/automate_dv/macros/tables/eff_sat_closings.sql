{#
    The rows that close an open relationship because its driving key got another partner; they end
    when that began.

    Arguments:
        names  mapping from eff_sat_columns

    Example:
        see eff_sat_in_order, whose CTEs `staged` and `newest` it reads
#}
{% macro eff_sat_closings(names) -%}
    select
        {{ automate_dv.prefix(names.kept, 'newest') }},
        staged.{{ names.eff }} as {{ names.end }},
        staged.{{ names.eff }},
        staged.{{ names.ldts }},
        newest.{{ names.source }}
    from newest
    inner join staged
        on {{ automate_dv.multikey(names.drivers, prefix=['newest', 'staged'], condition='=') }}
    where
        cast(newest.{{ names.end }} as date) = cast('{{ automate_dv.max_datetime() }}' as date)
        and {{ automate_dv.multikey(
            names.partners, prefix=['newest', 'staged'], condition='<>', operator='or'
        ) }}
{%- endmacro %}
