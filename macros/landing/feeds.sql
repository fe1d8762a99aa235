{#
    The names of all feeds that land.

    Example:
        {% for feed in feeds() %} ... {% endfor %}
#}
{% macro feeds() -%}
    {{ return(feed_declarations().keys() | list) }}
{%- endmacro %}

{#
    The names of the feeds that sources deliver: all but the logs of stewards and the manifests.

    Example:
        {% for feed in source_feeds() %} ... {% endfor %}
#}
{% macro source_feeds() -%}
    {%- set found = [] -%}
    {%- for feed, declaration in feed_declarations().items() if not declaration.is_optional -%}
        {%- do found.append(feed) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The names of the feeds that deliver full snapshots.

    Example:
        {% for feed in snapshot_feeds() %} ... {% endfor %}
#}
{% macro snapshot_feeds() -%}
    {%- set found = [] -%}
    {%- for feed, declaration in feed_declarations().items()
        if declaration.delivery == 'fullSnapshot' -%}
        {%- do found.append(feed) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The declarations in the contract of a feed, as in feed_declarations.

    Arguments:
        feed  name of the feed

    Example:
        {% set stage = feed_declaration('orders').stage %}
#}
{% macro feed_declaration(feed) -%}
    {%- set declarations = feed_declarations() -%}
    {%- if feed not in declarations -%}
        {{ exceptions.raise_compiler_error(
            'feed_declaration: there is no contract for feed ' ~ feed ~ '; add contracts/' ~ feed
            ~ '.odcs.yaml and run make contracts'
        ) }}
    {%- endif -%}
    {{ return(declarations[feed]) }}
{%- endmacro %}

{#
    The columns of a feed, delivery columns last.

    Arguments:
        feed  name of the feed

    Example:
        {% for column in feed_columns('steward_decisions') %} ... {% endfor %}
#}
{% macro feed_columns(feed) -%}
    {%- set own = feed_declaration(feed)['columns'].keys() | list -%}
    {{ return(own + delivery_columns()) }}
{%- endmacro %}

{#
    The last columns of every feed, which describe the delivery of a row.

    Example:
        see feed_columns
#}
{% macro delivery_columns() -%}
    {{ return(['_loaded_at', '_batch_id', '_record_source']) }}
{%- endmacro %}

{#
    The name of the quarantine of a feed.

    Arguments:
        feed  name of the feed

    Example:
        {{ ref(quarantine_of('orders')) }}
#}
{% macro quarantine_of(feed) -%}
    {{ return('quarantine_' ~ feed_declaration(feed).stage[4:]) }}
{%- endmacro %}
