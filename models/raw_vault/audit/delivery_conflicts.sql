-- Grain: one row per key, load time, source time and file that contradicts a loaded row.
{{ config(materialized='view') }}
with

{# The key columns whose names differ from those of their hash keys. -#}
{% set named = {
    'clickstream_hk': 'event_id',
    'customer_override_hk': 'override_id',
    'steward_decision_hk': 'decision_id',
} -%}
{% for feed in feeds() -%}
{%- set declaration = feed_declaration(feed) -%}
{%- set key = conflict_key(feed) -%}
{{ feed }}_conflicts as (

    select
        '{{ feed }}' as feed,
        {%- for column in key %}
        {%- set shown = named.get(column, column | replace('_hk', '_id')) %}
        {%- set value = 'min(stated.' ~ shown ~ ')' %}
        {%- set text = date_text(value) if shown.endswith('_date')
            else time_text(value) if shown.endswith(('_at', '_hour'))
            else 'cast(' ~ value ~ ' as varchar)' %}
        {{ "|| '/' || " if not loop.first }}coalesce({{ text }}, '')
        {%- endfor %} as row_key,
        stated.loaded_at,
        stated.effective_from,
        stated.batch_id,
        stated.landed_in,
        min(
            case
                when kept.loaded_at = stated.loaded_at and not coalesce(kept.is_conflicting, false)
                    then kept.landed_in
            end
        ) as loaded_from,
        coalesce(max(kept.loaded_at) > stated.loaded_at, false) as is_resolved
    from {{ ref(declaration.stage) }} as stated
    left join {{ ref(declaration.stage) }} as kept
        on
            {%- for column in key %}
            {{ 'and ' if not loop.first }}stated.{{ column }} is not distinct from kept.{{ column }}
            {%- endfor %}
            and stated.effective_from = kept.effective_from
            and stated.loaded_at <= kept.loaded_at
            and (
                not coalesce(kept.is_conflicting, false)
                or {{ is_accepted_load('kept.landed_in') }}
            )
    where stated.is_conflicting
    group by
        {%- for column in key %}
        stated.{{ column }},
        {%- endfor %}
        stated.loaded_at,
        stated.effective_from,
        stated.batch_id,
        stated.landed_in
    {#- A row of an accepted file that was corrected before the acceptance is not a conflict. #}
    having
        not {{ is_accepted_load('stated.landed_in') }}
        or max(
            case
                when
                    kept.loaded_at = stated.loaded_at
                    and not coalesce(kept.is_conflicting, false)
                    and {{ is_accepted_load('kept.landed_in') }}
                    then 1
            end
        ) = 1

),

{% endfor -%}
all_conflicts as (
    {% for feed in feeds() %}
    select * from {{ feed }}_conflicts
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from all_conflicts
