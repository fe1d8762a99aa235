{#
    The columns of a payload: the list itself or, of a mapping with `exclude_columns: true`, all
    columns of the staging model but those listed and those that the table has anyway.

    Arguments:
        macro_name    name of the macro that asks
        src_payload   list of columns, or mapping with `exclude_columns` and `columns`
        others        the other columns of the table
        source_model  name of the staging model

    Example:
        {%- set payload = automate_dv.payload_columns(
            'sat', {'exclude_columns': true, 'columns': ['batch_id']}, ['order_hk'], 'stg_orders'
        ) -%}
#}
{% macro payload_columns(macro_name, src_payload, others, source_model) -%}
    {%- if src_payload is not mapping or 'exclude_columns' not in src_payload -%}
        {{ return(automate_dv.as_list(src_payload)) }}
    {%- endif -%}
    {%- do automate_dv.require_arguments(
        macro_name, {'src_payload.columns': src_payload.get('columns')}
    ) -%}
    {%- set names = automate_dv.as_list(src_payload['columns']) -%}
    {%- if not src_payload['exclude_columns'] -%}
        {{ return(names) }}
    {%- endif -%}
    {%- set excluded = names + automate_dv.source_names(others) -%}
    {%- set kept = [] -%}
    {%- for name in automate_dv.source_columns(ref(source_model))
        if name | lower not in excluded | map('lower') | list -%}
        {%- do kept.append(name) -%}
    {%- endfor -%}
    {{ return(kept) }}
{%- endmacro %}
