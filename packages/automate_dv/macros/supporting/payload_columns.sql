{#
    The columns of a payload. A list is returned unchanged; a mapping with `exclude_columns: true`
    gives all columns of the staging model except those listed and the other columns of the table.

    Arguments:
        macro_name    name of the calling macro
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
    {{ return(automate_dv.columns_except(
        automate_dv.source_columns(ref(source_model)), names + automate_dv.source_names(others)
    )) }}
{%- endmacro %}
