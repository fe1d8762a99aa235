{#
    The embedding of a string: the vector of its meaning, whatever its language. Null where
    messages are not embedded: with the var `embed_messages` set to false, and on DuckDB with
    C360_EMBED_MESSAGES=false or without the package of the model. DuckDB calls a
    Python function, which scripts/embeddings registers.

    Arguments:
        text  column or expression of a string

    Example:
        {{ embed_text('message') }} as embedding
#}
{% macro embed_text(text) -%}
    {%- if var('embed_messages', true) -%}
        {{- adapter.dispatch('embed_text')(text) -}}
    {%- else -%}
        cast(null as {{ type_embedding() }})
    {%- endif -%}
{%- endmacro %}

{% macro default__embed_text(text) -%}
    ai_embed('snowflake-arctic-embed-l-v2.0', {{ text }})
{%- endmacro %}

{% macro duckdb__embed_text(text) -%}
    {%- if env_var('C360_EMBED_MESSAGES', 'true') | lower != 'false' -%}
        embed_text({{ text }})
    {%- else -%}
        cast(null as {{ type_embedding() }})
    {%- endif -%}
{%- endmacro %}

{#
    The type of an embedding.

    Example:
        cast(null as {{ type_embedding() }})
#}
{% macro type_embedding() -%}
    {{- adapter.dispatch('type_embedding')() -}}
{%- endmacro %}

{% macro default__type_embedding() -%} vector(float, 1024) {%- endmacro %}

{% macro duckdb__type_embedding() -%} float[512] {%- endmacro %}
