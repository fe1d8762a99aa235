{#
    A link: the first sight of each relationship, over all its sources.

    A row of which one part is null is no relationship and is left out.

    Arguments:
        src_pk             hash key column
        src_fk             list of the hash keys that are related
        src_ldts           load date column
        src_source         record source column
        source_model       name of the staging model, or a list
        src_extra_columns  further columns to keep, such as a dependent child key (optional)

    Example:
        {{ automate_dv.link(src_pk='customer_order_hk', src_fk=['customer_hk', 'order_hk'],
            src_ldts='loaded_at', src_source='record_source', source_model='stg_shop__orders') }}
#}
{% macro link(src_pk, src_fk, src_ldts, src_source, source_model, src_extra_columns=none) -%}
    {%- do automate_dv.require_arguments('link', {
        'src_pk': src_pk, 'src_fk': src_fk, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model,
    }) -%}
    {%- set parts = automate_dv.as_list(src_fk) -%}
    {%- set columns = automate_dv.as_list(src_pk) + parts
        + automate_dv.as_list(src_extra_columns) + [src_ldts, src_source] -%}
    {{ automate_dv.first_sights(src_pk, columns, parts, src_ldts, src_source, source_model) }}
{%- endmacro %}
