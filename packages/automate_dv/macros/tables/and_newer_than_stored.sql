{#
    With `apply_source_filter` (config or meta) the condition, after `and`, that a staged row is
    newer than every stored row of its key; otherwise, and in the first load, nothing.

    Arguments:
        rows  name of the relation of staged rows
        key   list of key columns
        ldts  load time column

    Example:
        see ma_sat, eff_sat_in_order and xts
#}
{% macro and_newer_than_stored(rows, key, ldts) -%}
    {%- if automate_dv.is_any_incremental()
        and automate_dv.config_meta_get('apply_source_filter', false) %}
        and not exists (
            select 1 from {{ this }} as newer
            where
                {{ automate_dv.multikey(key, prefix=['newer', rows], condition='=') }}
                and newer.{{ ldts }} >= {{ rows }}.{{ ldts }}
        )
    {%- endif -%}
{%- endmacro %}
