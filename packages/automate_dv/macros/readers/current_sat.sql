{#
    The current row of each key of a satellite, or the current set of a multi-active one.

    Arguments:
        satellite  name of the satellite
        src_pk     hash key column
        order_by   columns whose greatest values are current, the most important first
        src_cdk    child key columns of a multi-active satellite; the row that marks an empty
                   set is dropped (optional)

    Example:
        {{ automate_dv.current_sat(
            'sat_order__shop', 'order_hk', ['effective_from', 'loaded_at']
        ) }}
#}
{% macro current_sat(satellite=none, src_pk=none, order_by=none, src_cdk=none) -%}
    {%- do automate_dv.refuse_unknown_arguments('current_sat', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('current_sat', {
        'satellite': satellite, 'src_pk': src_pk, 'order_by': order_by,
    }) -%}
    {%- do automate_dv.check_model_names('current_sat', 'satellite', satellite) -%}
    {%- do automate_dv.check_columns('current_sat', {
        'src_pk': src_pk,
    }, {'order_by': order_by, 'src_cdk': src_cdk}, satellite, plain=true) -%}
    {%- for column in automate_dv.as_list(order_by)
        if modules.re.search('(?i)\\s(asc|desc)\\b', column) -%}
        {%- do automate_dv.refuse(
            'current_sat', 'order_by', 'columns without a direction', order_by
        ) -%}
    {%- endfor -%}
    {%- set newest_first = automate_dv.as_list(order_by) | join(' desc nulls last, ') -%}
    select * from {{ ref(satellite) }}
    qualify
        rank() over (
            partition by {{ src_pk }}
            order by {{ newest_first }} desc nulls last
        ) = 1
        {%- if src_cdk %}
        and {{ automate_dv.multikey(automate_dv.as_list(src_cdk), condition='is not null') }}
        {%- endif %}
{%- endmacro %}
