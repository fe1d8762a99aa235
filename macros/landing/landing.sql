{#
    The delivered rows of a feed, its texts clean, with the reason why a row is rejected.

    Rows delivered after `load_until` or `as_of_date` are left out.

    Arguments:
        feed    name of the feed
        checks  list of expressions across columns, each null for a valid row (optional)

    The columns by themselves are checked as the contract of the feed says, before `checks`. The
    first expression that is not null becomes `quarantine_reason`.

    Example:
        {{ landing('sap_kna1') }}
#}
{% macro landing(feed, checks=[]) -%}
with

delivered as (

    {{ landed(feed, feed_columns(feed) if feed_declaration(feed).is_optional else []) }}

),

odd_characters as (

    {{ odd_characters() }}

),

cleaned as (

    select
        delivered.* replace (
            {%- for column in feed_declaration(feed)['columns'] %}
            {{ clean_text(
                'delivered.' ~ column, 'odd_characters.odd', 'odd_characters.replacements'
            ) }} as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
    from delivered
    cross join odd_characters

),

checked as (

    select
        *,
        coalesce(
            {{ (column_checks(feed) + checks) | join(',\n            ') }},
            null
        ) as quarantine_reason
    from cleaned
    {%- for limit in [var('load_until'), var('as_of_date')] if limit %}
    {{ 'where' if loop.first else 'and' }} cast(_loaded_at as timestamp) < {{ day_after(limit) }}
    {%- endfor %}

)

select * from checked
{%- endmacro %}
