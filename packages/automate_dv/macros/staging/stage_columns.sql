{#
    The columns of a staging model by step, as a mapping:

        kept_by_derived  source columns that no derived column replaces
        kept_by_nulls    columns before the nulls' step that it does not replace
        made             derived columns and those of the nulls' step
        hashable         source columns, those that a hash with `exclude_columns` takes from

    Arguments:
        relation         relation of the source
        derived_columns  mapping, or none
        null_columns     mapping, or none

    Example:
        see stage
#}
{% macro stage_columns(relation, derived_columns, null_columns) -%}
    {%- set derived = (derived_columns or {}) | list -%}
    {%- set replaced = automate_dv.expand_column_list([''] + (null_columns or {}).values() | list)
        | reject('eq', '') | list -%}
    {%- set originals = [] -%}
    {%- for name in replaced -%}
        {%- do originals.append(name ~ '_original') -%}
    {%- endfor -%}
    {%- set source_names = automate_dv.source_columns(relation) -%}
    {%- set kept = automate_dv.names_without(source_names, derived) -%}
    {{ return({
        'kept_by_derived': kept,
        'kept_by_nulls': automate_dv.names_without(kept + derived, replaced),
        'made': (automate_dv.names_without(derived, replaced) + originals + replaced),
        'hashable': source_names,
    }) }}
{%- endmacro %}
