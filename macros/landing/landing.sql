{#
    The delivered rows of a feed, with the reason why a row is rejected.

    Rows delivered after `load_until` or `as_of_date` are left out.

    Arguments:
        feed     name of the feed (a seed of seeds/feeds)
        checks   list of expressions from the check macros (required_key, valid_date, ...), each
                 null for a valid value; the first that is not null becomes `quarantine_reason`
        columns  list of its columns, if the feed is optional (optional)

    Example:
        landing(feed='sap_kna1', checks=[required_key('KUNNR'), valid_date('ERDAT', 'YYYYMMDD')])
#}
{% macro landing(feed, checks, columns=[]) -%}
with

delivered as (

    {{ landed(feed, columns) }}

),

checked as (

    select
        *,
        coalesce(
            {{ checks | join(',\n            ') }},
            null
        ) as quarantine_reason
    from delivered
    {%- for limit in [var('load_until'), var('as_of_date')] if limit %}
    {{ 'where' if loop.first else 'and' }} cast(_loaded_at as timestamp) < {{ day_after(limit) }}
    {%- endfor %}

)

select * from checked
{%- endmacro %}
