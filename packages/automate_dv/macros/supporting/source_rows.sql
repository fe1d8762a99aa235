{#
    The rows of a staging model that a vault table is loaded from: all by default. Beyond upstream.

    A project whose staging keeps rows that are already loaded can override this macro by `dispatch`
    to exclude rows that the vault table has processed.

    Arguments:
        name     name of the staging model
        whole    a column; for each of its values among the rows to load, all rows are returned
                 (optional)

    Example:
        select * from {{ automate_dv.source_rows('stg_shop__orders') }}
#}
{% macro source_rows(name, whole=none) -%}
    {{ adapter.dispatch('source_rows', 'automate_dv')(name, whole) }}
{%- endmacro %}

{% macro default__source_rows(name, whole) -%}
    {{ ref(name) }}
{%- endmacro %}
