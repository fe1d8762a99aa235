{#
    The staging models with keys of a feed, which are the sources of its hub: the staging model of
    the feed, the one with the keys of its full snapshots, and those of feeds whose contract refers
    to it.

    Arguments:
        feed      name of the feed
        replaced  mapping of a staging model to the one that has its keys of the hub (optional)

    Example:
        source_model=hub_sources('orders')
#}
{% macro hub_sources(feed, replaced={}) -%}
    {%- set own = feed_declaration(feed) -%}
    {%- set sources = [own.stage] -%}
    {%- if own.delivery == 'fullSnapshot' -%} {%- do sources.append(own.stage ~ '_presence') -%}
    {%- endif -%}
    {%- for declaration in feed_declarations().values() -%}
        {%- for column in declaration['columns'].values() -%}
            {%- for target in column.references or [] if target.split('.')[0] == feed -%}
                {%- do sources.append(replaced.get(declaration.stage, declaration.stage)) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(sources | unique | list) }}
{%- endmacro %}
