{#
    The statements that erase records from the history of stewards' decisions, as a list. A rebuild
    does not compute the history again, because it is a snapshot. The list is empty before the first
    snapshot.

    Arguments:
        hub_keys      hub keys of the records in hexadecimal digits
        values_table  the values, see create_values_of_person

    Example:
        see erase_records
#}
{% macro erase_decision_history(hub_keys, values_table) -%}
    {%- set node = graph.nodes['snapshot.' ~ project_name ~ '.steward_decision_history'] -%}
    {%- set relation = adapter.get_relation(node.database, node.schema, node.alias) -%}
    {%- if not relation -%} {{ return([]) }} {%- endif -%}
    {%- set keys = quoted_list(hub_keys) -%}
    {%- set statements = [
        'update ' ~ relation ~ " set reason = 'erased' where record_id_l in (" ~ keys
        ~ ') or record_id_r in (' ~ keys ~ ')',
        'update ' ~ relation ~ " set reason = 'erased' from " ~ values_table
        ~ ' as person where person.is_unique = 1 and ' ~ names_person('reason'),
    ] -%}
    {%- for side in ('l', 'r') -%}
        {%- do statements.append(
            'update ' ~ relation ~ ' set customer_id_' ~ side ~ " = 'ERASED-' || upper(record_id_"
            ~ side ~ ') where record_id_' ~ side ~ ' in (' ~ keys ~ ')'
        ) -%}
    {%- endfor -%}
    {{ return(statements) }}
{%- endmacro %}
