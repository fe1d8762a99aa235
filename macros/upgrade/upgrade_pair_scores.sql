{#
    The statements that give the score log the columns of version 0.2, and its rows the current ids
    of their contents, so that no pair is scored again. A score of contents that no record has any
    more, or of other match model parameters, keeps its row and its ids.

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
    {%- set records = existing_relation('matchable_records') -%}
    {%- if scores and records and 'dob' in (
        adapter.get_columns_in_relation(records) | map(attribute='name') | map('lower')
    ) -%}
        {%- for column in ('content_id_l', 'content_id_r') -%}
            {%- do statements.append(rename_contents(scores, column, records)) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if scores -%}
        {%- do statements.append(
            'update ' ~ scores ~ " set load_id = 'before upgrade' where load_id is null"
        ) -%}
    {%- endif -%}
    {{ return(statements) }}
{%- endmacro %}

{#
    The statement that replaces ids of contents in the score log. An id depends on the names and
    numbers of the match model's parameters; only one that these numbers gave, under the names of
    version 0.1, is replaced.

    Arguments:
        scores   relation of the score log
        column   content_id_l or content_id_r
        records  relation of the records that version 0.1 matched

    Example:
        see upgrade_pair_scores
#}
{% macro rename_contents(scores, column, records) -%}
    update {{ scores }}
    set {{ column }} = contents.new_id
    from (
        select distinct
            renamed.content_id,
            {{ content_id('after_upgrade.fingerprint') }} as new_id
        from (
            select
                *,
                dob as birth_date,
                nat_id as national_id
            from {{ records }}
        ) as renamed
        cross join ({{ fingerprint_of_model({'birth_date': 'dob', 'national_id': 'nat_id'}) }})
            as before_upgrade
        cross join ({{ fingerprint_of_model({'dob': 'birth_date', 'nat_id': 'national_id'}) }})
            as after_upgrade
        where renamed.content_id = {{ content_id('before_upgrade.fingerprint') }}
    ) as contents
    where {{ scores }}.{{ column }} = contents.content_id
{%- endmacro %}

{#
    The query of the fingerprint that matchable_records gives the match model.

    Arguments:
        new_names  mapping of names of fields to those to take instead

    Example:
        see rename_contents
#}
{% macro fingerprint_of_model(new_names) -%}
    {%- set field -%}
        case field {%- for name, new_name in new_names.items() %}
            when '{{ name }}' then '{{ new_name }}' {%- endfor %} else field end
    {%- endset -%}
    select md5({{ dbt.listagg("md5(name || ' ' || number)", "''", "order by name, number") }})
        as fingerprint
    from (
        select
            kind || ' ' || {{ field }} || ' ' || coalesce(level, '') as name,
            coalesce(cast(m as varchar), '') || ' ' || coalesce(cast(u as varchar), '')
            || ' ' || coalesce(cast(value as varchar), '') as number
        from {{ node_of('match_model_parameters').relation_name }}
        where model_version = {{ text_literal(var('match_model_version')) }}
        union all
        select
            kind || ' ' || name as name,
            cast(frequency as varchar) as number
        from {{ node_of('name_frequencies').relation_name }}
        where model_version = {{ text_literal(var('match_model_version')) }}
    ) as numbers
{%- endmacro %}
