{#
    The query of an effectivity satellite for loads in order: the staged rows that open, close or
    reopen a relationship and, with `is_auto_end_dating`, rows that end the relationships whose
    driving key got another partner.

    Arguments:
        columns       mapping from eff_sat
        source_model  name of the staging model

    Example:
        see eff_sat
#}
{% macro eff_sat_in_order(columns, source_model) -%}
    {%- set drivers, partners = columns.drivers, columns.partners -%}
    {%- set last_day -%} cast('{{ automate_dv.max_datetime() }}' as date) {%- endset -%}
with

delivered as (
    select {{ columns.staged }}
    from {{ automate_dv.source_rows(source_model) }}
),

staged as (
    select distinct * from delivered
    where {{ automate_dv.multikey(drivers + partners, condition='is not null') }}
),
{%- if automate_dv.is_any_incremental() %}

newest_stored as (
    select stored.*
    from {{ this }} as stored
    where exists (
        select 1 from staged
        where {{ automate_dv.multikey(drivers, prefix=['stored', 'staged'], condition='=') }}
    )
    qualify row_number() over (
        partition by stored.{{ columns.relationship }}
        order by stored.{{ columns.ldts }} desc, stored.{{ columns.end }}
    ) = 1
),

changed as (
    select {{ automate_dv.prefix(columns.stored, 'staged') }}
    from staged
    left join newest_stored
        on staged.{{ columns.relationship }} = newest_stored.{{ columns.relationship }}
    where
        newest_stored.{{ columns.relationship }} is null
        or (cast(staged.{{ columns.end }} as date) = {{ last_day }})
        <> (cast(newest_stored.{{ columns.end }} as date) = {{ last_day }})
    {%- if (config.get('meta') or {}).get('is_auto_end_dating', false) %}
    union
    select
        {{ automate_dv.prefix(columns.unchanged, 'newest_stored') }},
        staged.{{ columns.eff }} as {{ columns.end }},
        staged.{{ columns.eff }},
        staged.{{ columns.ldts }},
        newest_stored.{{ columns.source }}
    from newest_stored
    inner join staged
        on {{ automate_dv.multikey(drivers, prefix=['newest_stored', 'staged'], condition='=') }}
    where
        cast(newest_stored.{{ columns.end }} as date) = {{ last_day }}
        and {{ automate_dv.multikey(
            partners, prefix=['newest_stored', 'staged'], condition='<>', operator='or'
        ) }}
    {%- endif %}
)
{%- else %}

changed as (select * from staged)
{%- endif %}

select * from changed
{%- endmacro %}
