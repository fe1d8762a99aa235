{#
    The files of a feed in groups that DuckDB reads with one call: those with the same columns in
    the same order. Each group is a mapping of `paths`, `columns` (name -> type) and
    `is_compressed`. Fails if a file has a column that the contract of the feed lacks, or lacks a
    key or a delivery column.

    Arguments:
        feed   name of the feed
        files  its files, see landing_files

    Example:
        see landed
#}
{% macro file_groups(feed, files) -%}
    {%- set groups = {} -%}
    {%- if not files.paths -%} {{ return([]) }} {%- endif -%}
    {%- set columns = parquet_columns(files.paths) if files.format == 'parquet'
        else csv_columns(feed, files) if files.format == 'csv' else {} -%}
    {%- for path in files.paths -%}
        {%- set own = columns.get(path, {}) -%}
        {%- if files.format != 'jsonl' -%}
            {%- do check_columns(feed, path, own) -%}
        {%- endif -%}
        {%- set is_compressed = path.lower().endswith('.gz') -%}
        {%- set shape = (own.items() | list | string) ~ is_compressed -%}
        {%- set group = groups.setdefault(
            shape, {'paths': [], 'columns': own, 'is_compressed': is_compressed}
        ) -%}
        {%- do group.paths.append(path) -%}
    {%- endfor -%}
    {{ return(groups.values() | list) }}
{%- endmacro %}

{#
    Fails if a file has columns that the contract does not allow.

    Arguments:
        feed     name of the feed
        path     path of the file
        columns  its columns, a mapping of names

    Example:
        see file_groups
#}
{% macro check_columns(feed, path, columns) -%}
    {%- set needed = delivery_columns() -%}
    {%- for name, column in feed_declaration(feed)['columns'].items() if column.key_position -%}
        {%- do needed.append(name) -%}
    {%- endfor -%}
    {%- set unknown = columns | reject('in', feed_columns(feed)) | list -%}
    {%- set missing = needed | reject('in', columns) | list -%}
    {%- if unknown or missing -%}
        {%- do exceptions.raise_compiler_error(
            'landing: ' ~ path
            ~ (' has unknown columns: ' ~ some_names(unknown) ~ '; add them to contracts/' ~ feed
            ~ '.odcs.yaml and run make contracts' if unknown
            else ' lacks the columns: ' ~ some_names(missing) ~ '; deliver it again')
        ) -%}
    {%- endif -%}
{%- endmacro %}

{#
    The first of some names from a file, shortened, for a message.

    Arguments:
        names  list of names

    Example:
        see check_columns
#}
{% macro some_names(names) -%}
    {%- set shown = [] -%}
    {%- for name in names[:5] -%} {%- do shown.append(name[:40]) -%} {%- endfor -%}
    {{ return(shown | join(', ') ~ (', ...' if names | length > 5 else '')) }}
{%- endmacro %}

{#
    The columns of the CSV files of a feed: path -> mapping of name -> VARCHAR. The columns of files
    that were checked and loaded come from the bookkeeping, so that a run does not open all files
    again.

    Arguments:
        feed   name of the feed
        files  its files, see landing_files

    Example:
        see file_groups
#}
{% macro csv_columns(feed, files) -%}
    {%- set record, found, opened = bookkeeping_table('landed_files'), {}, [] -%}
    {%- set loads = bookkeeping_table('processed_loads') -%}
    {%- set known = {} -%}
    {%- if files.is_by_batch and not var('rebuild_from_landing', false)
        and adapter.get_relation(record.database, record.schema, record.identifier) -%}
        {%- set loaded -%}
            select distinct
                files.landed_in,
                files.file_columns
            from {{ record }} as files
            inner join {{ loads }} as loads
                on
                    loads.source = 'landing_{{ feed }}'
                    and files.landed_in = loads.load
                    and loads.status = 'processed'
            where files.feed = '{{ feed }}'
        {%- endset -%}
        {%- for batch, names in run_query(loaded).rows -%}
            {%- do known.update({batch: names.split(',')}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for path in files.paths -%}
        {%- if files.batches[path] in known -%}
            {%- do found.update({path: dict.fromkeys(known[files.batches[path]], 'VARCHAR')}) -%}
        {%- else -%}
            {%- do opened.append(path) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if opened -%} {%- do found.update(header_columns(opened)) -%} {%- endif -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The columns of CSV files, from their first lines: path -> mapping of name -> VARCHAR.

    Arguments:
        paths  list of paths

    Example:
        see file_groups
#}
{% macro header_columns(paths) -%}
    {#- Small files are read whole, because a separate reader for each takes longer. -#}
    {%- set sizes = run_query('select filename, size from read_blob(' ~ path_list(paths) ~ ')') -%}
    {%- set small, parts = [], [] -%}
    {%- for path, size in sizes.rows -%}
        {%- if size < 1000000 and not path.lower().endswith('.gz') -%}
            {%- do small.append(path) -%}
        {%- else -%}
            {%- do parts.append(
                'select ' ~ text_literal(path) ~ ' as path, line from (select line from '
                ~ first_lines(path) ~ ' limit 1) as first_line'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if small -%}
        {#- A blob cast to text shows bytes outside ASCII in hexadecimal: \x0A is the line feed. -#}
        {%- do parts.append(
            "select filename as path, split_part(cast(content[1:65536] as varchar), '\\x0A', 1)"
            ~ ' as line from read_blob(' ~ path_list(small) ~ ')'
        ) -%}
    {%- endif -%}
    {%- set found = {} -%}
    {%- for path, line in run_query(parts | join(' union all ')).rows -%}
        {%- set header = (line or '').replace('\\x22', '"').replace('\\x0D', '').strip() -%}
        {%- set header = header.replace('\\xEF\\xBB\\xBF', '').replace('"', '') -%}
        {%- if not header -%}
            {%- do exceptions.raise_compiler_error(
                'landing: ' ~ path ~ ' has no header; deliver it again'
            ) -%}
        {%- endif -%}
        {%- set columns = {} -%}
        {%- for name in header.split(',') -%}
            {%- do columns.update({name: 'VARCHAR'}) -%}
        {%- endfor -%}
        {%- if columns | length != header.split(',') | length -%}
            {%- do exceptions.raise_compiler_error(
                'landing: ' ~ path ~ ' has a duplicate column; deliver it again'
            ) -%}
        {%- endif -%}
        {%- do found.update({path: columns}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{# The lines of a text file, as a table function with the column `line`. #}
{% macro first_lines(path) -%}
    read_csv(
        {{ path_list([path]) }}, auto_detect = false, header = false, columns = {'line': 'VARCHAR'},
        delim = '\x01', quote = '', escape = '', comment = '', strict_mode = false,
        hive_partitioning = false,
        compression = '{{ 'gzip' if path.lower().endswith('.gz') else 'none' }}'
    )
{%- endmacro %}

{#
    The columns of Parquet files: path -> mapping of name -> type.

    Arguments:
        paths  list of paths

    Example:
        see file_groups
#}
{% macro parquet_columns(paths) -%}
    {%- set found = {} -%}
    {%- set listed -%}
        select file_name, name, duckdb_type from parquet_schema({{ path_list(paths) }})
        where column_id > 0
        order by file_name, column_id
    {%- endset -%}
    {%- for path, name, type in run_query(listed).rows -%}
        {%- do found.setdefault(path, {}).update({name: type or 'nested'}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
