{#
    A link: one row per relationship, as it was first seen in any of its sources.

    Rows with a null in one of the hash keys are skipped. If several sources deliver a relationship
    with the same load time, the first source by name wins.

    Arguments:
        src_pk             hash key column of the relationship
        src_fk             list of the hash key columns of its hubs
        src_extra_columns  further columns to keep, such as a dependent child key (optional)
        src_ldts           load time column
        src_source         record source column, or a list
        source_model       name of the staging model, or a list

    Example:
        {{ automate_dv.link(src_pk='customer_order_hk', src_fk=['customer_hk', 'order_hk'],
            src_ldts='loaded_at', src_source='record_source',
            source_model='stg_shop__orders') }}
#}
{% macro link(
    src_pk=none, src_fk=none, src_extra_columns=none, src_ldts=none, src_source=none,
    source_model=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('link', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('link', {
        'src_pk': src_pk, 'src_fk': src_fk, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names(
        'link', 'source_model', source_model, several=true
    ) -%}
    {%- do automate_dv.check_columns(
        'link', {'src_ldts': src_ldts},
        {'src_pk': src_pk, 'src_fk': src_fk, 'src_extra_columns': src_extra_columns,
            'src_source': src_source}, source_model
    ) -%}
    {{ adapter.dispatch('link', 'automate_dv')(
        src_pk=src_pk, src_fk=src_fk, src_extra_columns=src_extra_columns, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}

{% macro default__link(src_pk, src_fk, src_extra_columns, src_ldts, src_source, source_model) -%}
    {{ automate_dv.first_seen_rows(
        columns=[src_pk, src_fk, src_extra_columns, src_ldts, src_source],
        required=[src_pk, src_fk], src_pk=src_pk, src_ldts=src_ldts, src_source=src_source,
        source_model=source_model
    ) }}
{%- endmacro %}
