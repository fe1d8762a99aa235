{#
    The staged rows that were not stored because another payload is stored for the same key, load
    time and source time.

    Arguments:
        src_pk        hash key column
        src_hashdiff  hashdiff column
        src_ldts      load time column
        source_model  name of the staging model
        satellite     name of the satellite
        src_cdk       list of the child key columns of a multi-active satellite (optional)
        src_eff       source time column, if the satellite has one (optional)

    Example:
        {{ automate_dv.sat_conflicts('order_hk', 'order_hashdiff', 'loaded_at',
            'stg_shop__orders', 'sat_order__shop') }}
#}
{% macro sat_conflicts(
    src_pk=none, src_hashdiff=none, src_ldts=none, source_model=none, satellite=none, src_cdk=none,
    src_eff=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('sat_conflicts', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('sat_conflicts', {
        'src_pk': src_pk, 'src_hashdiff': src_hashdiff, 'src_ldts': src_ldts,
        'source_model': source_model, 'satellite': satellite,
    }) -%}
    {%- do automate_dv.check_model_names('sat_conflicts', 'satellite', satellite) -%}
    {%- do automate_dv.check_model_names('sat_conflicts', 'source_model', source_model) -%}
    {%- do automate_dv.check_columns('sat_conflicts', {
        'src_pk': src_pk, 'src_hashdiff': src_hashdiff, 'src_ldts': src_ldts,
        'src_eff': src_eff,
    }, {'src_cdk': src_cdk}, satellite, plain=true) -%}
    select staged.*
    from {{ ref(source_model) }} as staged
    inner join {{ ref(satellite) }} as stored
        on
            staged.{{ src_pk }} = stored.{{ src_pk }}
            and staged.{{ src_ldts }} = stored.{{ src_ldts }}
            {%- for column in automate_dv.as_list([src_cdk, src_eff]) %}
            and staged.{{ column }} is not distinct from stored.{{ column }}
            {%- endfor %}
            and staged.{{ src_hashdiff }} <> stored.{{ src_hashdiff }}
{%- endmacro %}
