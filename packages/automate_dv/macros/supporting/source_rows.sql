{#
    The rows of a staging model that a vault table is loaded from: all of them. Beyond upstream.

    A project whose staging keeps what was loaded before gives a macro of its own by `dispatch`; it
    may leave out rows that every vault table has seen.

    Arguments:
        name     name of the staging model
        whole    a column; of each of its values that a row to load has, all rows are wanted
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
