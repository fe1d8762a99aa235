{#
    The files of a feed in the landing folder: a mapping of `paths` (list), `kind` (csv, jsonl or
    parquet) and `is_by_batch` (whether each file is named after its batch). Fails if there are
    files of several kinds, or none of a feed that is not optional.

    Arguments:
        feed         name of the feed
        is_optional  whether the feed may have no files (default false)

    Example:
        see landed
#}
{% macro landing_files(feed, is_optional=false) -%}
    {%- set folder = (var('landing') ~ '').replace("'", "''") -%}
    {%- set found = run_query(
        "select file, parse_path(file)[-2] = '" ~ feed ~ "', lower(split_part(file, '.', -1))"
        ~ " from glob(['" ~ folder ~ '/' ~ feed ~ "/*.*', '" ~ folder ~ '/feeds/' ~ feed
        ~ ".csv']) order by file"
    ).rows -%}
    {%- set layouts = found | map(attribute=1) | unique | list -%}
    {%- set kinds = found | map(attribute=2) | unique | list -%}
    {%- if is_optional and not found -%}
        {{ return({'paths': [], 'kind': none, 'is_by_batch': false}) }}
    {%- endif -%}
    {%- if layouts | length != 1 or kinds | length != 1
        or kinds[0] not in ['csv', 'jsonl', 'parquet'] -%}
        {%- do exceptions.raise_compiler_error(
            'landing: feed ' ~ feed ~ ' must have files of one kind in ' ~ var('landing')
            ~ ', ' ~ feed ~ '/<batch>.csv, .jsonl or .parquet, or feeds/' ~ feed
            ~ '.csv; found: ' ~ (kinds | join(', ') or 'none')
        ) -%}
    {%- endif -%}
    {{ return({
        'paths': found | map(attribute=0) | list, 'kind': kinds[0], 'is_by_batch': layouts[0],
    }) }}
{%- endmacro %}

{#
    The DuckDB table function that reads files as text.

    Arguments:
        kind     csv, jsonl or parquet
        paths    list of the files
        columns  list of their columns (optional); without it types are inferred

    Example:
        see landed
#}
{% macro landing_reader(kind, paths, columns=[]) -%}
    {%- set quoted = [] -%}
    {%- for path in paths -%}
        {%- do quoted.append("'" ~ path.replace("'", "''") ~ "'") -%}
    {%- endfor -%}
    {%- set files = '[' ~ quoted | join(', ') ~ ']' -%}
    {%- if kind == 'csv' -%}
    read_csv(
        {{ files }}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"',
        union_by_name = true, filename = {{ columns != [] }}
    )
    {%- elif kind == 'jsonl' -%}
    read_json(
        {{ files }}, format = 'newline_delimited', filename = {{ columns != [] }}
        {%- if columns %}, columns = {
            {%- for column in columns -%}
            '{{ column }}': 'VARCHAR'{{ ', ' if not loop.last }}
            {%- endfor -%}
        }
        {%- endif %}
    )
    {%- else -%}
    read_parquet({{ files }}, union_by_name = true, filename = {{ columns != [] }})
    {%- endif -%}
{%- endmacro %}
