{#
    A status satellite as a timeline: one row per change of a key's status.

    Arguments:
        satellite  name of the status satellite
        src_pk     hash key column
        src_ldts   load time column

    Example:
        {{ automate_dv.status_timeline('status_sat_customer__sap', 'customer_hk', 'loaded_at') }}
#}
{% macro status_timeline(satellite=none, src_pk=none, src_ldts=none) -%}
    {%- do automate_dv.refuse_unknown_arguments('status_timeline', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('status_timeline', {
        'satellite': satellite, 'src_pk': src_pk, 'src_ldts': src_ldts,
    }) -%}
    {%- do automate_dv.check_model_names('status_timeline', 'satellite', satellite) -%}
    {%- do automate_dv.check_columns('status_timeline', {
        'src_pk': src_pk, 'src_ldts': src_ldts,
    }, {}, satellite, plain=true) -%}
    select * from {{ ref(satellite) }}
    qualify
        lag(status, 1, 'DELETED') over (
            partition by {{ src_pk }}
            order by {{ src_ldts }}
        ) <> status
{%- endmacro %}
