{#
    The steward logs to which the steward desk adds rows: `decidedAtDesk` in their contracts.

    Example:
        see desk_files
#}
{% macro desk_feeds() -%}
    {%- set feeds = [] -%}
    {%- for feed, declaration in feed_declarations().items() if declaration.is_decided_at_desk -%}
        {%- do feeds.append(feed) -%}
    {%- endfor -%}
    {{ return(feeds) }}
{%- endmacro %}
