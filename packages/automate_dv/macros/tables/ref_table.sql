{#
    A reference table: one row per code of a code list, as it was first delivered. With the meta key
    `keeps_corrections`, which needs a load time, a code has a row for each delivery that corrected
    it; see corrected_rows. Beyond upstream.

    Arguments:
        src_pk             code column, or a list
        src_extra_columns  further columns to keep (optional)
        src_ldts           load time column (optional)
        src_source         record source column (optional)
        source_model       name of the staging model, or a list

    Example:
        {{ automate_dv.ref_table(src_pk='currency', src_extra_columns=['currency_name'],
            source_model='stg_bank__currencies') }}
#}
{% macro ref_table(
    src_pk=none, src_extra_columns=none, src_ldts=none, src_source=none, source_model=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('ref_table', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('ref_table', {
        'src_pk': src_pk, 'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names(
        'ref_table', 'source_model', source_model, several=true
    ) -%}
    {%- do automate_dv.check_columns(
        'ref_table', {'src_ldts': src_ldts, 'src_source': src_source},
        {'src_pk': src_pk, 'src_extra_columns': src_extra_columns}, source_model
    ) -%}
    {{ adapter.dispatch('ref_table', 'automate_dv')(
        src_pk=src_pk, src_extra_columns=src_extra_columns, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}

{% macro default__ref_table(src_pk, src_extra_columns, src_ldts, src_source, source_model) -%}
    {%- set columns = [src_pk, src_extra_columns, src_ldts, src_source] -%}
    {%- if (config.get('meta') or {}).get('keeps_corrections') -%}
    {{ automate_dv.corrected_rows(
        columns=columns, required=src_pk, src_pk=src_pk, src_eff=none, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
    {%- else -%}
    {{ automate_dv.first_seen_rows(
        columns=columns, required=src_pk, src_pk=src_pk, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
    {%- endif -%}
{%- endmacro %}
