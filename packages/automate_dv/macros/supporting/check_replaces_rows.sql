{#
    Refuses an incremental model that would keep the stored rows next to those that replace them: a
    log of snapshots, a status satellite, or a table with `keeps_corrections` or `keeps_earliest`. A
    strategy of the project's own may know the key in another way.

    Arguments:
        macro_name  name of the calling macro

    Example:
        see check_switches
#}
{% macro check_replaces_rows(macro_name) -%}
    {%- set strategy, key = [config.get('incremental_strategy'), config.get('unique_key')]
        if execute and model else ['', ''] -%}
    {%- if execute and model and config.get('materialized') == 'incremental' and (
        strategy == 'append' or (not key and strategy in [none, 'delete+insert', 'merge'])
    ) and (
        macro_name in ['snapshot_log', 'status_sat']
        or automate_dv.config_meta_get('keeps_corrections', false)
        or automate_dv.config_meta_get('keeps_earliest', false)
    ) -%}
        {{ exceptions.raise_compiler_error(
            'automate_dv.' ~ macro_name ~ ': the config unique_key must be the key by which rows'
            ~ " are replaced, and incremental_strategy not append; they are '" ~ key ~ "' and '"
            ~ strategy ~ "' in " ~ model.name
        ) }}
    {%- endif -%}
{%- endmacro %}
