{#
    The steward logs to which the desk adds.

    Example:
        see desk_files
#}
{% macro desk_feeds() -%}
    {{ return(['steward_decisions', 'steward_overrides']) }}
{%- endmacro %}
