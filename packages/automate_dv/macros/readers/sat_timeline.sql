{#
    A satellite as a timeline: one row per change of a key, without the rows that late or repeated
    deliveries make redundant.

    Arguments:
        satellite     name of the satellite
        src_pk        hash key column
        src_hashdiff  hashdiff column, or the column whose change counts, or a list of them
        src_ldts      load time column
        src_eff       source time column, if a load may have several states
                      of a key (optional)
        where         condition on src_pk: the keys whose rows are read (optional)

    Example:
        {{ automate_dv.sat_timeline('sat_order__shop', 'order_hk', 'order_hashdiff', 'loaded_at') }}
#}
{% macro sat_timeline(
    satellite=none, src_pk=none, src_hashdiff=none, src_ldts=none, src_eff=none, where=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('sat_timeline', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('sat_timeline', {
        'satellite': satellite, 'src_pk': src_pk, 'src_hashdiff': src_hashdiff,
        'src_ldts': src_ldts,
    }) -%}
    {%- do automate_dv.check_model_names('sat_timeline', 'satellite', satellite) -%}
    {%- do automate_dv.check_columns('sat_timeline', {
        'src_pk': src_pk, 'src_ldts': src_ldts, 'src_eff': src_eff,
    }, {'src_hashdiff': src_hashdiff}, satellite, plain=true) -%}
    {%- if where is not none and where is not string -%}
        {%- do automate_dv.refuse('sat_timeline', 'where', 'a condition', where) -%}
    {%- endif -%}
    {%- set in_order -%}
    over (
            partition by {{ src_pk }}
            order by {{ automate_dv.as_list([src_ldts, src_eff]) | join(', ') }}
        )
    {%- endset -%}
    select * from {{ ref(satellite) }}
    {%- if where %}
    where {{ where }}
    {%- endif %}
    qualify
        {%- for column in automate_dv.as_list(src_hashdiff) %}
        {{ 'or ' if not loop.first }}lag({{ column }}) {{ in_order }} is distinct from {{ column }}
        {%- endfor %}
{%- endmacro %}
