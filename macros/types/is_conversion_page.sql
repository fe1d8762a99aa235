{#
    The condition that a form on a page counts as a conversion.

    Arguments:
        page  column with the path of the page

    Example:
        {{ is_conversion_page('clicks.page') }} as is_conversion_page
#}
{% macro is_conversion_page(page) -%}
    {{ page }} in ('/demo-request', '/free-trial', '/checkout')
{%- endmacro %}
