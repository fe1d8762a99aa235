{#-
    Stops a run before anything is loaded if the landing has a file that no feed reads, or a
    malformed row in a CSV file. Files that `python -m warehouse build` has checked are skipped,
    because it checks more than this macro. On Snowflake, only the name of the schema is checked.

    Example:
        on-run-start: "{{ check_landing() }}"
-#}
{%- macro check_landing() -%}
    {%- if builds_models() and landing_place() -%}
        {%- do adapter.dispatch('check_landing')() -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro default__check_landing() -%}
    {%- if not modules.re.fullmatch('[A-Za-z_][A-Za-z0-9_$]*([.][A-Za-z_][A-Za-z0-9_$]*)?',
        landing_place() ~ '') -%}
        {%- do exceptions.raise_compiler_error(
            "check_landing: the var 'landing' must be a schema or database.schema, not '"
            ~ landing_place() ~ "'."
        ) -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro duckdb__check_landing() -%}
    {%- if '://' in var('landing') ~ '' -%}
        {%- do exceptions.raise_compiler_error(
            'landing: dbt reads no object store; run `make build LANDING=' ~ var('landing')
            ~ '`, which copies its files to a folder'
        ) -%}
    {%- endif -%}
    {%- set landing = landing_folder() -%}
    {#- RESERVED in scripts/warehouse/landing/landing_folder.py is the same list. -#}
    {%- set reserved = modules.re.search(
        '(?:^|/)((?:filename|content|size|last_modified)=[^/]*)', landing, modules.re.IGNORECASE
    ) -%}
    {%- if reserved -%}
        {%- do exceptions.raise_compiler_error(
            'landing: ' ~ landing ~ ' has the folder ' ~ reserved[1]
            ~ ' in its path, a name that DuckDB reserves; rename it'
        ) -%}
    {%- endif -%}
    {%- set names = feeds() -%}
    {%- set everything = text_literal(path_pattern(landing).rstrip('/') ~ '/**') -%}
    {%- set listed = 'select file from glob(' ~ everything ~ ')' -%}
    {%- for path in run_query(listed).columns[0].values() -%}
        {%- set parts = path_in_landing(path).split('/') -%}
        {%- set is_known = parts[0] == 'truth' or parts[0] in names
            or (parts[0] == 'feeds' and parts[-1].split('.')[0] in names) -%}
        {%- set is_data = modules.re.search('[.](csv|jsonl|parquet)([.]gz)?$', path.lower()) -%}
        {%- if not is_undelivered(path) and not is_known and (parts | length > 1 or is_data) -%}
            {%- do exceptions.raise_compiler_error(
                'landing: ' ~ path ~ ' belongs to no feed; move it to '
                ~ '<feed>/<batch>.<extension>, or declare the feed in contracts/'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for feed in names -%}
        {%- do check_rows(feed) -%}
    {%- endfor -%}
{%- endmacro -%}

{#-
    Stops a run if a new CSV file of a feed has a row that its reader rejects.

    Arguments:
        feed  name of the feed

    Example:
        see check_landing
-#}
{%- macro check_rows(feed) -%}
    {%- set files = landing_files(feed, is_optional=true) -%}
    {%- set seen -%}
        select landed_in from {{ bookkeeping_table('landed_files') }} where feed = '{{ feed }}'
        union
        select load from {{ bookkeeping_table('processed_loads') }}
        where source = 'landing_{{ feed }}' and status = 'processed'
    {%- endset -%}
    {%- set seen_before = run_query(seen).columns[0].values() | list if files.format == 'csv' -%}
    {%- set unseen = [] -%}
    {%- for path in files.paths if files.format == 'csv' -%}
        {%- if not files.is_by_batch or files.batches[path] not in seen_before -%}
            {%- do unseen.append(path) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for group in file_groups(feed, dict(files, paths=unseen)) if unseen -%}
        {%- set rejected = 'store_rejects = true, rejects_table = \'rejected_rows\', '
            ~ 'rejects_scan = \'rejecting_scans\', rejects_limit = 1' -%}
        {%- do run_query('select count(*) from ' ~ csv_reader(group, rejected)) -%}
        {%- set first -%}
            select scans.file_path, errors.line, cast(errors.error_type as varchar)
            from rejected_rows as errors
            inner join rejecting_scans as scans
                on errors.scan_id = scans.scan_id and errors.file_id = scans.file_id
            order by scans.file_path, errors.line
            limit 1
        {%- endset -%}
        {%- for path, line, problem in run_query(first).rows -%}
            {%- do exceptions.raise_compiler_error(
                'landing: ' ~ path ~ ' line ' ~ line ~ ' does not match the specification ('
                ~ row_problems().get(problem, 'it cannot be read')
                ~ '); correct it. Nothing was loaded.'
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro -%}

{#- Error type of the CSV reader -> message for the user. -#}
{%- macro row_problems() -%}
    {%- do return({
        'INVALID ENCODING': 'it is not UTF-8',
        'LINE SIZE OVER MAXIMUM': 'it is too long',
        'MISSING COLUMNS': 'it has fewer fields than the header',
        'TOO MANY COLUMNS': 'it has more fields than the header',
        'UNQUOTED VALUE': 'it has a quote that is not closed, or text after one',
    }) -%}
{%- endmacro -%}
