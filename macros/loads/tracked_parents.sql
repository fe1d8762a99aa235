{#
    The tables whose loads a model tracks: seeds, and tables with one of the meta keys below, which
    identify a load. A view is replaced by the tables that it reads.

    - `load_column`: rows are only added; the column has the load of a row (loaded_at, landed_in)
    - `refresh_by`: all rows of a key are replaced together; see refreshed_keys
    - a seed: its content is one load, and changed content is a new load

    The tables behind a view with `is_tracked: false` are not tracked, because the models that read
    it compare their stored rows with the view.

    Arguments:
        node   node of the model in `graph`
        found  list to add to (optional)

    Example:
        {% set parents = tracked_parents(graph.nodes[model.unique_id]) %}
#}
{% macro tracked_parents(node, found=none) -%}
    {%- set found = [] if found is none else found -%}
    {%- for unique_id in node.depends_on.nodes -%}
        {%- set parent = graph.nodes.get(unique_id) -%}
        {%- if parent and parent not in found -%}
            {%- if parent.resource_type == 'seed' or parent.config.meta.get('load_column')
                or parent.config.meta.get('refresh_by') -%}
                {%- do found.append(parent) -%}
            {%- elif parent.config.materialized in ('view', 'ephemeral')
                and parent.config.meta.get('is_tracked', true) -%}
                {%- do tracked_parents(parent, found) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The node of a model or seed of this project.

    Arguments:
        name  its name

    Example:
        {{ node_of('sat_order__shop').config.meta }}
#}
{% macro node_of(name) -%}
    {%- for kind in ('model', 'seed') -%}
        {%- set node = graph.nodes.get(kind ~ '.' ~ project_name ~ '.' ~ name) -%}
        {%- if node -%} {{ return(node) }} {%- endif -%}
    {%- endfor -%}
    {{ exceptions.raise_compiler_error('node_of: there is no model or seed named ' ~ name) }}
{%- endmacro %}

{#
    The column of `refreshed_keys` that holds a key.

    Arguments:
        refresh_by  name of the key's column in its table

    Example:
        select {{ key_column('order_hk') }} from ...   -- hash_key
#}
{% macro key_column(refresh_by) -%}
    {{ return('hash_key' if refresh_by.endswith('_hk') else 'text_key') }}
{%- endmacro %}
