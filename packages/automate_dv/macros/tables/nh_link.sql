{#
    A non-historised link: events, such as payments, that happen once and never change.

    Each event is kept as it was first delivered. Rows with a null in one of the hash keys are
    skipped. With the meta key `keeps_corrections` an event has a row for each delivery that
    corrected it; see corrected_rows. Beyond upstream.

    Arguments:
        src_pk             hash key column of the event
        src_fk             list of the hash key columns of its hubs
        src_payload        list of the columns to keep (optional)
        src_extra_columns  further columns to keep (optional)
        src_eff            column of the time of the event
        src_ldts           load time column
        src_source         record source column
        source_model       name of the staging model, or a list

    Example:
        {{ automate_dv.nh_link(src_pk='payment_hk', src_fk=['customer_hk', 'order_hk'],
            src_payload=['amount'], src_eff='paid_at', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_bank__payments') }}
#}
{% macro nh_link(
    src_pk=none, src_fk=none, src_payload=none, src_extra_columns=none, src_eff=none,
    src_ldts=none, src_source=none, source_model=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('nh_link', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('nh_link', {
        'src_pk': src_pk, 'src_fk': src_fk, 'src_eff': src_eff, 'src_ldts': src_ldts,
        'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- do automate_dv.check_model_names(
        'nh_link', 'source_model', source_model, several=true
    ) -%}
    {%- do automate_dv.check_columns(
        'nh_link', {'src_eff': src_eff, 'src_ldts': src_ldts, 'src_source': src_source},
        {'src_pk': src_pk, 'src_fk': src_fk, 'src_payload': src_payload,
            'src_extra_columns': src_extra_columns}, source_model
    ) -%}
    {{ adapter.dispatch('nh_link', 'automate_dv')(
        src_pk=src_pk, src_fk=src_fk, src_payload=src_payload, src_extra_columns=src_extra_columns,
        src_eff=src_eff, src_ldts=src_ldts, src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}

{% macro default__nh_link(
    src_pk, src_fk, src_payload, src_extra_columns, src_eff, src_ldts, src_source, source_model
) -%}
    {%- set columns = [
        src_pk, src_fk, src_payload, src_extra_columns, src_eff, src_ldts, src_source
    ] -%}
    {%- if (config.get('meta') or {}).get('keeps_corrections') -%}
    {{ automate_dv.corrected_rows(
        columns=columns, required=[src_pk, src_fk], src_pk=src_pk, src_eff=src_eff,
        src_ldts=src_ldts, src_source=src_source, source_model=source_model
    ) }}
    {%- else -%}
    {{ automate_dv.first_seen_rows(
        columns=columns, required=[src_pk, src_fk], src_pk=src_pk, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
    {%- endif -%}
{%- endmacro %}

{#
    Another name of nh_link, which has the arguments and an example.
#}
{% macro t_link(
    src_pk=none, src_fk=none, src_payload=none, src_extra_columns=none, src_eff=none,
    src_ldts=none, src_source=none, source_model=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('t_link', kwargs, varargs) -%}
    {{ automate_dv.nh_link(
        src_pk=src_pk, src_fk=src_fk, src_payload=src_payload,
        src_extra_columns=src_extra_columns, src_eff=src_eff, src_ldts=src_ldts,
        src_source=src_source, source_model=source_model
    ) }}
{%- endmacro %}
