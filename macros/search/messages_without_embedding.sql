{#
    The messages that have no embedding yet, such as those loaded while embedding was turned off.

    Example:
        'refresh_also': ['messages_without_embedding']
#}
{% macro default__messages_without_embedding() -%}
    select messages.message_hk as refresh_key
    from {{ node_of('current_messages').relation_name }} as messages
    left join {{ this }} as stored
        on
            messages.message_hk = stored.message_hk
            and messages.written_in = stored.written_in
    where stored.message_hk is null
{%- endmacro %}
