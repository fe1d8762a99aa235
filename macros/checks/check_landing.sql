{#-
    Stops a run if the landing folder has a file that no feed reads. DuckDB only: on Snowflake the
    landing is a schema.

    Example:
        on-run-start: "{{ check_landing() }}"
-#}
{%- macro check_landing() -%}
    {%- if execute and var('landing') -%}
        {%- do adapter.dispatch('check_landing')() -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro default__check_landing() -%}{%- endmacro -%}

{%- macro duckdb__check_landing() -%}
    {%- set landing = (var('landing') ~ '').replace('\\', '/').rstrip('/') -%}
    {%- set everything = text_literal(path_pattern(landing) ~ '/**') -%}
    {%- set listed = 'select file from glob(' ~ everything ~ ')' -%}
    {%- for path in run_query(listed).columns[0].values() -%}
        {%- set parts = path.replace('\\', '/')[landing | length + 1:].split('/') -%}
        {%- set skipped = [] -%}
        {%- for part in parts if is_undelivered(part) -%}
            {%- do skipped.append(part) -%}
        {%- endfor -%}
        {%- set is_known = parts[0] in feeds() or parts[0] in ('feeds', 'truth') -%}
        {%- set is_data = modules.re.search('[.](csv|jsonl|parquet)([.]gz)?$', path.lower()) -%}
        {%- if not skipped and not is_known and (parts | length > 1 or is_data) -%}
            {%- do exceptions.raise_compiler_error(
                'landing: ' ~ path ~ ' belongs to no feed; move it to <feed>/<batch>.<ending>, or '
                ~ 'declare the feed in contracts/'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}
