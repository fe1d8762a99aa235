{#
    A hub: one row per business key, as it was first seen in any of its sources.

    Rows without a key are skipped. If several sources deliver a key with the same load time, the
    first source by name wins, so the result does not depend on the order of rows.

    Arguments:
        src_pk             hash key column
        src_nk             business key column, or a list
        src_extra_columns  further columns to keep (optional)
        src_ldts           load time column
        src_source         record source column, or a list
        source_model       name of the staging model, or a list

    Example:
        {{ automate_dv.hub(src_pk='product_hk', src_nk='product_id', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_erp__products') }}
#}
{% macro hub(
    src_pk=none, src_nk=none, src_extra_columns=none, src_ldts=none, src_source=none,
    source_model=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('hub', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('hub', {
        'src_pk': src_pk, 'src_nk': src_nk, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names(
        'hub', 'source_model', source_model, several=true
    ) -%}
    {%- do automate_dv.check_columns(
        'hub', {'src_ldts': src_ldts},
        {'src_pk': src_pk, 'src_nk': src_nk, 'src_extra_columns': src_extra_columns,
            'src_source': src_source}, source_model
    ) -%}
    {{ adapter.dispatch('hub', 'automate_dv')(
        src_pk=src_pk, src_nk=src_nk, src_extra_columns=src_extra_columns, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}

{% macro default__hub(src_pk, src_nk, src_extra_columns, src_ldts, src_source, source_model) -%}
    {{ automate_dv.first_seen_rows(
        columns=[src_pk, src_nk, src_extra_columns, src_ldts, src_source], required=src_pk,
        src_pk=src_pk, src_ldts=src_ldts, src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}
