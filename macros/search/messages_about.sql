{#
    A query of the messages that answer a question best: all columns of customer_messages except the
    embedding, and `score`. Messages with an embedding are scored by meaning, the others by the
    share of the question's words that they contain.

    Arguments:
        question  a question or a topic, in any language
        limit     how many messages

    Example:
        {{ messages_about('complained about late delivery and wants a refund') }}
#}
{% macro messages_about(question, limit=10) -%}
    {%- set words = modules.re.findall('\\w{3,}', question | lower) | unique | list -%}
    with

    questions as (

        select {{ embed_text(text_literal(question)) }} as question_embedding

    ),

    scored_messages as (

        select
            messages.message_hk,
            messages.written_in,
            messages.document_id,
            messages.customer_uid,
            messages.written_at,
            messages.message,
            coalesce(
                {{ similarity('messages.embedding', 'questions.question_embedding') }},
                {% for word in words -%}
                case when contains(lower(messages.message), {{ text_literal(word) }})
                    then {{ 1.0 / words | length }} else 0 end
                {%- if not loop.last %} + {% endif -%}
                {%- else -%} 0 {%- endfor %}
            ) as score
        from {{ ref('customer_messages') }} as messages
        cross join questions

    )

    select * from scored_messages
    where score > 0
    order by score desc, written_in, message_hk
    limit {{ limit }}
{%- endmacro %}
