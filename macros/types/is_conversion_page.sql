{#
    The condition that a form sent on a page of the web site is what the site is there for.

    Arguments:
        page  column with the path of the page

    Example:
        {{ is_conversion_page('clicks.page') }} as is_conversion_page
#}
{% macro is_conversion_page(page) -%}
    {{ page }} in ('/demo-request', '/free-trial', '/checkout')
{%- endmacro %}
