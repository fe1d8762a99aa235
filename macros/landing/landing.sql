{#
    The delivered rows of a feed, cleaned, with the reason why a row is rejected.

    Rows delivered after `load_until` or `as_of_date` are left out; a row whose load time cannot be
    read is not.

    Arguments:
        feed    name of the feed
        checks  list of expressions across columns, each null for a valid row (optional)

    Erased keys and values are replaced (erased_rows) before the checks.

    The delivery columns are checked first, then the others by the contract of the feed, then
    `checks`. The first expression that is not null becomes `quarantine_reason`.

    Example:
        {{ landing('sap_kna1') }}
#}
{% macro landing(feed, checks=[]) -%}
{%- set salt = erasure_salt() -%}
with

delivered as (

    {{ landed_and_accepted(feed) }}

),

special_characters as (

    {{ special_characters() }}

),

cleaned as (

    select
        delivered.* replace (
            {%- for column in feed_columns(feed) %}
            {{ clean_text(
                'delivered.' ~ column,
                'special_characters.characters', 'special_characters.replacements'
            ) }} as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
    from delivered
    cross join special_characters

),
{%- if salt %}

{{ erased_rows(feed, 'cleaned', salt) }},
{%- endif %}

checked as (

    select
        *,
        coalesce(
            {{ (delivery_checks() + column_checks(feed) + checks) | join(',\n            ') }},
            null
        ) as quarantine_reason
    from {{ 'erased' if salt else 'cleaned' }}
    {%- for limit in [var('load_until'), var('as_of_date')] if limit %}
    {{ 'where' if loop.first else 'and' }}
        coalesce({{ parse_timestamp('_loaded_at') }} < {{ day_after(limit) }}, true)
    {%- endfor %}

)

select * from checked
{%- endmacro %}
