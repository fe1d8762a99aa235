{#
    A select of the rows of files with the same columns, with the columns of their feed as text,
    empty values as null, and `_landed_in`. Nothing is guessed: a row that does not match the
    specification stops the query.

    Arguments:
        feed   name of the feed
        files  the files of the feed, see landing_files
        group  the files to read, see file_groups

    Example:
        see landed
#}
{% macro landing_reader(feed, files, group) -%}
    {%- set names = feed_columns(feed) -%}
    select
        {%- for name in names %}
        {%- if files.format == 'jsonl' %}
        nullif(row_values[{{ loop.index }}], '') as "{{ name }}",
        {%- elif name in group.columns %}
        nullif({{ column_as_text(feed, name, group) }}, '') as "{{ name }}",
        {%- else %}
        cast(null as varchar) as "{{ name }}",
        {%- endif %}
        {%- endfor %}
        {%- if files.format == 'jsonl' %}
        _landed_in
        {%- elif files.is_by_batch %}
        {{ batch_of_file() }} as _landed_in
        {%- else %}
        coalesce({{ clean_text('_batch_id') }}, '(none)') as _landed_in
        {%- endif %}
    from
    {%- if files.format == 'csv' %}
        {{ csv_reader(group, 'parallel = false, ignore_errors = false') }}
    {%- elif files.format == 'parquet' %}
        read_parquet(
            {{ path_list(group.paths) }}, filename = true, hive_partitioning = false
        )
    {%- else %}
        ({{ json_rows(names, group) }}) as json_rows
    {%- endif -%}
{%- endmacro %}

{#
    The table function that reads CSV files with the same columns. Nothing is guessed: by default,
    DuckDB would read a folder `KEY=value` in the path as a column.

    In a large file, DuckDB's parallel reader mistakes line breaks inside quotes for the ends of
    rows, so each file is read serially; several files are still read in parallel. The serial reader
    in turn skips a row with an unclosed quote, so check_landing uses the parallel one.

    Arguments:
        group    the files to read, see file_groups
        options  further arguments

    Example:
        see landing_reader
#}
{% macro csv_reader(group, options) -%}
    read_csv(
        {{ path_list(group.paths) }}, {{ compression_of(group) }},
        columns = {
            {%- for name in group.columns -%}
            {{ text_literal(name) }}: 'VARCHAR'{{ ', ' if not loop.last }}
            {%- endfor -%}
        },
        auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
        comment = '', strict_mode = true, null_padding = false, hive_partitioning = false,
        {{ options }}
    )
{%- endmacro %}

{# The batch of a row, from the path of its file. #}
{% macro batch_of_file() -%}
    {{- batch_of_path("replace(filename, '\\', '/')") -}}
{%- endmacro %}

{# The arguments of a text reader with the files and whether they are compressed. #}
{% macro compression_of(group) -%}
    filename = true, compression = '{{ 'gzip' if group.is_compressed else 'none' }}'
{%- endmacro %}

{#
    The lines of JSON files, each as its file and the list of its values. A line that is not an
    object of declared keys with plain values stops the query.

    Arguments:
        names  list of the declared keys
        group  the files to read, see file_groups

    Example:
        see landing_reader
#}
{% macro json_rows(names, group) -%}
    {%- set keys, paths = [], [] -%}
    {%- for name in names -%}
        {%- do keys.append(text_literal(name)) -%}
        {%- do paths.append(text_literal('$."' ~ name ~ '"')) -%}
    {%- endfor -%}
    {#- DuckDB skips files by `_landed_in` only if it is computed here. -#}
    select
        {{ batch_of_file() }} as _landed_in,
        json_extract_string(json, [{{ paths | join(', ') }}]) as row_values
    from read_json_objects(
        {{ path_list(group.paths) }}, {{ compression_of(group) }}, format = 'newline_delimited',
        hive_partitioning = false
    )
    where
        case
            when json_type(json) = 'OBJECT'
                and list_has_all([{{ keys | join(', ') }}], json_keys(json))
                and len(json_keys(json)) = len(list_distinct(json_keys(json)))
                and not list_has_any(
                    json_type(json, [{{ paths | join(', ') }}]), ['OBJECT', 'ARRAY']
                )
                then true
            else error(
                'landing: ' || filename || ' has a line that is not an object of declared keys '
                || 'with plain values: ' || left(cast(json as varchar), 40)
            )
        end
{%- endmacro %}

{#
    A column of a file as exact text. Fails if its type has none.

    Arguments:
        feed   name of the feed
        name   name of the column
        group  the files to read, see file_groups

    Example:
        see landing_reader
#}
{% macro column_as_text(feed, name, group) -%}
    {%- set type, quoted = group.columns[name], '"' ~ name ~ '"' -%}
    {%- set declared = feed_declaration(feed)['columns'].get(name, {'kind': 'timestamp'}) -%}
    {%- set is_utc = feed_declaration(feed).time_zone == 'UTC' or name == '_loaded_at' -%}
    {%- set is_number = declared.kind in ['number', 'integer'] -%}
    {%- set has_zone = type in ('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ_NS') -%}
    {%- set timestamp = "timezone('UTC', " ~ quoted ~ ')' if has_zone else quoted -%}
    {%- if type == 'VARCHAR' -%}
        {{ return(quoted) }}
    {%- elif type == 'DATE' and declared.format == 'YYYYMMDD' -%}
        {{ return("strftime(" ~ quoted ~ ", '%Y%m%d')") }}
    {%- elif type.startswith('TIMESTAMP') and (is_utc or not has_zone) -%}
        {%- set text = 'cast(' ~ timestamp ~ ' as varchar)' -%}
        {%- set part, digits = {
            'iso': ('millisecond', '%g'), 'micros': ('microsecond', '%f')
        }.get(declared.format, ('', '')) -%}
        {#- A time with further digits keeps them, so that its row is rejected. -#}
        {{ return(
            'case when date_trunc(' ~ text_literal(part) ~ ', ' ~ timestamp ~ ') = ' ~ timestamp
            ~ ' then strftime(' ~ timestamp ~ ", '%Y-%m-%dT%H:%M:%S." ~ digits ~ "Z') else "
            ~ text ~ ' end' if part else text
        ) }}
    {%- elif modules.re.fullmatch(
            'DATE|BOOLEAN|"?NULL"?|U?[A-Z]*INT(EGER)?|DECIMAL[(].*[)]', type
        )
        or (type in ('FLOAT', 'DOUBLE') and is_number) -%}
        {{ return('cast(' ~ quoted ~ ' as varchar)') }}
    {%- endif -%}
    {%- do exceptions.raise_compiler_error(
        'landing: ' ~ group.paths[0] ~ ' has the type ' ~ type[:40] ~ ' in ' ~ name
        ~ '; deliver it as string'
    ) -%}
{%- endmacro %}
