{#
    The evidence that one of two companies is the parent of the other, or null: GENERAL_PARTNER (the
    GmbH of a GmbH & Co. KG), HOLDING (a word such as Holding in its name), or NAME (the name of the
    other company begins with its name).

    Arguments:
        parent  suffix of its columns org_name_ and legal_form_
        child   suffix of those of the other company

    Example:
        {{ parent_evidence('l', 'r') }} as evidence_of_parent_l
#}
{% macro parent_evidence(parent, child) -%}
    {%- set holdings = '(.* )?(HOLDING|HOLDINGS|GROUP|GRUPPE|GROUPE|BETEILIGUNGEN)( .*)?' -%}
    {%- set name, child_name = "org_name_" ~ parent, "org_name_" ~ child -%}
    {%- set form, child_form = "legal_form_" ~ parent, "legal_form_" ~ child -%}
    case
        when
            {{ name }} = {{ child_name }} and {{ child_form }} like '% KG'
            and {{ child_form }} <> {{ form }}
            and {{ form }} = split_part({{ child_form }}, ' ', 1)
            then 'GENERAL_PARTNER'
        when
            {{ matches_pattern(name, holdings) }}
            and not {{ matches_pattern(child_name, holdings) }}
            then 'HOLDING'
        when
            {{ child_name }} like {{ name }} || ' ____%'
            and not {{ matches_pattern(child_name, holdings) }}
            then 'NAME'
    end
{%- endmacro %}
