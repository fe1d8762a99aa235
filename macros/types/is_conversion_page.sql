{#
    The condition that a form on a page counts as a conversion.

    Arguments:
        page  column with the path of the page

    Example:
        {{ is_conversion_page('web_events.page') }} as is_conversion_page
#}
{% macro is_conversion_page(page) -%}
    {{ page }} in ('/demo-request', '/free-trial', '/checkout')
{%- endmacro %}

{#
    The condition that a web event is a conversion: a form sent on a page where that counts as one.

    Arguments:
        event_type  column with the type of the event
        page        column with the path of the page

    Example:
        {{ is_conversion('web_events.event_type', 'web_events.page') }} as is_conversion
#}
{% macro is_conversion(event_type, page) -%}
    coalesce({{ event_type }} = 'form_submit' and {{ is_conversion_page(page) }}, false)
{%- endmacro %}
