-- A file with only a header may be an empty extract. It has no load time, so it is not a snapshot,
-- and nobody notices it unless a manifest announces it.
{{ config(severity='warn') }}
with

{% for feed in snapshot_feeds() -%}
{{ feed }}_files as (

    {{ files_without_rows(feed) }}

),

{% endfor -%}
files_without_rows as (
    {% for feed in snapshot_feeds() %}
    select * from {{ feed }}_files
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from files_without_rows
