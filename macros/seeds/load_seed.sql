{#
    Loads a seed as dbt does, with three differences: the table of a feed has all columns of its
    contract, with nulls where the file lacks a newer column; the columns of a file may be in any
    order; and the name of the file is a literal.

    dbt calls these macros instead of its own.

    Arguments:
        model        the seed
        agate_table  its rows, with the columns of the file

    Example:
        dbt seed --select orders
#}
{% macro default__create_csv_table(model, agate_table) -%}
    {%- set created = dbt.default__create_csv_table(model, agate_table) -%}
    {%- do add_seed_columns(model, declared_columns(model), agate_table.column_names) -%}
    {{ return(created) }}
{%- endmacro %}

{% macro default__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
    {%- set done = dbt.default__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
    {%- if not full_refresh and declared_columns(model) -%}
        {%- set stored = adapter.get_columns_in_relation(old_relation) | map(attribute='name') -%}
        {%- do add_seed_columns(model, declared_columns(model), stored | list) -%}
    {%- endif -%}
    {{ return(done) }}
{%- endmacro %}

{% macro duckdb__load_csv_rows(model, agate_table) -%}
    {%- set copied -%}
        copy {{ this.render() }} ({{ get_seed_column_quoted_csv(model, agate_table.column_names) }})
        from {{ text_literal(adapter.get_seed_file_path(model)) }}
        (format csv, header true, delimiter {{ text_literal(config.get('delimiter', ',')) }})
    {%- endset -%}
    {%- do adapter.add_query(copied, abridge_sql_log=True) -%}
    {{ return(copied) }}
{%- endmacro %}

{#
    The columns of a seed that is a feed; none for other seeds.

    Arguments:
        model  the seed

    Example:
        see default__create_csv_table
#}
{% macro declared_columns(model) -%}
    {{ return(feed_columns(model.name) if model.name in feeds() else []) }}
{%- endmacro %}

{#
    Adds the columns that the table of a seed lacks, as text.

    Arguments:
        model   the seed
        names   names of the columns that it must have
        stored  names of the columns that it has

    Example:
        see default__create_csv_table
#}
{% macro add_seed_columns(model, names, stored) -%}
    {%- set stored = stored | map('upper') | list -%}
    {%- for name in names if name | upper not in stored -%}
        {%- do run_query(
            'alter table ' ~ this.render() ~ ' add column '
            ~ adapter.quote_seed_column(name, model.config.get('quote_columns')) ~ ' varchar'
        ) -%}
    {%- endfor -%}
{%- endmacro %}
