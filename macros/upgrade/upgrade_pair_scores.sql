{#
    The statements that give the score log the columns of version 0.2. Its rows keep their scores,
    by version 1 of the match model; the next build adds those by the current version.

    Example:
        see upgrade_warehouse
#}
{% macro upgrade_pair_scores() -%}
    {%- set statements = [] -%}
    {%- set scores = existing_relation('pair_scores') -%}
    {%- set names = adapter.get_columns_in_relation(scores) | map(attribute='name') | map('lower')
        | list if scores else [] -%}
    {%- for name in names if name.startswith('points_') -%}
        {%- set field = name | replace('points_', '') -%}
        {%- do statements.append(
            'alter table ' ~ scores ~ ' rename column ' ~ name ~ ' to match_weight_'
            ~ {'dob': 'birth_date', 'nat_id': 'national_id'}.get(field, field)
        ) -%}
    {%- endfor -%}
    {%- if scores and 'load_id' not in names -%}
        {%- do statements.append('alter table ' ~ scores ~ ' add column load_id varchar') -%}
    {%- endif -%}
    {%- if scores -%}
        {%- do statements.append(
            'update ' ~ scores ~ " set load_id = 'before upgrade' where load_id is null"
        ) -%}
    {%- endif -%}
    {{ return(statements) }}
{%- endmacro %}
