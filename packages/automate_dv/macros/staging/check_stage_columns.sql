{#
    Refuses columns that neither the source nor an earlier step has. Expressions are not checked.

    Arguments:
        source_model     as in stage
        source_columns   list of the columns of the source; nothing is checked while it is empty
        derived_columns  as in stage
        null_columns     as in stage
        hashes           mapping as returned by hashes_with_columns
        ranked_columns   as in stage

    Example:
        see stage
#}
{% macro check_stage_columns(
    source_model, source_columns, derived_columns, null_columns, hashes, ranked_columns
) -%}
    {%- set known = source_columns + (derived_columns or {}) | list if source_columns else [] -%}
    {%- for name, given in (derived_columns or {}).items() -%}
        {%- do automate_dv.check_known(
            'stage', 'derived_columns.' ~ name,
            automate_dv.as_list(given.get('source_column') if given is mapping else given)
                | select('string') | list, known, source_model
        ) -%}
    {%- endfor -%}
    {%- for kind, names in (null_columns or {}).items() -%}
        {%- do automate_dv.check_known(
            'stage', 'null_columns.' ~ kind,
            automate_dv.as_list(names or none) | select('string') | list, known, source_model
        ) -%}
    {%- endfor -%}
    {%- set known = known + automate_dv.names_with_originals(null_columns) + hashes | list
        if known else [] -%}
    {%- for name, given in hashes.items() -%}
        {%- do automate_dv.check_known(
            'stage', 'hashed_columns.' ~ name,
            automate_dv.as_list(given['columns'] if given is mapping else given), known,
            source_model
        ) -%}
    {%- endfor -%}
    {%- for name, rank in (ranked_columns or {}).items() if rank is mapping -%}
        {%- do automate_dv.check_known(
            'stage', 'ranked_columns.' ~ name ~ '.partition_by',
            automate_dv.as_list(rank.get('partition_by')) | select('string') | list, known,
            source_model
        ) -%}
        {%- for item in automate_dv.as_list(rank.get('order_by')) -%}
            {%- do automate_dv.check_known(
                'stage', 'ranked_columns.' ~ name ~ '.order_by',
                automate_dv.column_and_direction(item) | select('string') | list, known,
                source_model
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}
