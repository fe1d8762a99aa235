{#
    Another name of nh_link, which has the arguments and an example.
#}
{% macro t_link(
    src_pk=none, src_fk=none, src_payload=none, src_extra_columns=none, src_eff=none,
    src_ldts=none, src_source=none, source_model=none
) -%}
    {{ automate_dv.nh_link(
        src_pk=src_pk, src_fk=src_fk, src_payload=src_payload,
        src_extra_columns=src_extra_columns, src_eff=src_eff, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}
