{#
    How similar two embeddings are: 1 for the same meaning, about 0 for unrelated ones.

    Arguments:
        left, right  columns or expressions of embeddings

    Example:
        {{ similarity('messages.embedding', 'questions.embedding') }} as similarity
#}
{% macro similarity(left, right) -%}
    {{- adapter.dispatch('similarity')(left, right) -}}
{%- endmacro %}

{% macro default__similarity(left, right) -%}
    vector_cosine_similarity({{ left }}, {{ right }})
{%- endmacro %}

{% macro duckdb__similarity(left, right) -%}
    array_cosine_similarity({{ left }}, {{ right }})
{%- endmacro %}
