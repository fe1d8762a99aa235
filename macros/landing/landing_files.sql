{#
    The files of a feed in the landing folder, as a mapping of `paths`, `batches` (path -> path
    below the feed's folder without extensions) and `format` (csv, jsonl or parquet), and
    `is_by_batch` (whether each file is named after its batch). Fails if a file would not be read,
    if there are files of several formats, or none of a feed that is not optional.
    scripts/warehouse/landing/landing_folder.py has the same rules.

    Arguments:
        feed         name of the feed
        is_optional  whether the feed may have no files (default false)
        given        another folder with files of feeds, such as the stewardship folder (optional)

    Example:
        see landed
#}
{% macro landing_files(feed, is_optional=false, given='') -%}
    {%- set folder = path_pattern(landing_folder(given)) -%}
    {#- `**` finds files that are too deep but no links; the other patterns find links. -#}
    {%- set patterns = [
        folder ~ '/' ~ feed ~ '/*', folder ~ '/' ~ feed ~ '/*/*', folder ~ '/' ~ feed ~ '/*/*/*',
        folder ~ '/' ~ feed ~ '/**', folder ~ '/feeds/*',
    ] | map('replace', '//', '/') -%}
    {%- set listed -%}
        select distinct file from glob([
            {%- for pattern in patterns %}{{ text_literal(pattern) }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        ]) order by file
    {%- endset -%}
    {%- set found = {'paths': [], 'batches': {}, 'formats': [], 'folders': []} -%}
    {%- for path in run_query(listed).columns[0].values() if not is_undelivered(path, given) -%}
        {%- set place, _, below = path_in_landing(path, given).partition('/') -%}
        {%- set name = modules.re.fullmatch(
            '(.+)[.](csv|jsonl|parquet)([.]gz)?', below, modules.re.IGNORECASE
        ) -%}
        {%- set is_in_feeds = place == 'feeds' -%}
        {%- set is_of_feed = not is_in_feeds or (name and name[1] == feed) -%}
        {%- if is_of_feed and (
            not name or not modules.re.fullmatch(partition_pattern() ~ '[^/]+', below)
            or (is_in_feeds and name[2] | lower != 'csv')
        ) -%}
            {%- do exceptions.raise_compiler_error(
                'landing: ' ~ path ~ ' is not read; name it ' ~ feed
                ~ '/<batch>.csv, .jsonl or .parquet, with or without'
                ~ ' folders dt=YYYY-MM-DD/hr=HH, or remove it'
            ) -%}
        {%- endif -%}
        {%- if is_of_feed -%}
            {%- do found.paths.append(path) -%}
            {%- do found.batches.update({path: name[1]}) -%}
            {%- do found.formats.append(name[2] | lower) -%}
            {%- do found.folders.append(place) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set formats, folders = found.formats | unique | list, found.folders | unique | list -%}
    {%- if is_optional and not formats -%}
        {{ return({'paths': [], 'batches': {}, 'format': none, 'is_by_batch': false}) }}
    {%- endif -%}
    {%- if formats | length != 1 or folders | length != 1 -%}
        {%- do exceptions.raise_compiler_error(
            'landing: feed ' ~ feed ~ ' must have files of one format in '
            ~ (given or var('landing')) ~ ', ' ~ feed ~ '/<batch>.csv, .jsonl or .parquet,'
            ~ ' or feeds/' ~ feed ~ '.csv; found: ' ~ (formats | join(', ') or 'none')
        ) -%}
    {%- endif -%}
    {{ return({
        'paths': found.paths, 'batches': found.batches, 'format': formats[0],
        'is_by_batch': folders[0] == feed,
    }) }}
{%- endmacro %}

{#
    The landing folder, or another, without `..`, `.` and repeated slashes, as DuckDB writes it in
    the paths of its files.

    Arguments:
        given  the other folder (optional)

    Example:
        see landing_files
#}
{% macro landing_folder(given='') -%}
    {%- set folder = ((given or var('landing')) ~ '').replace('\\', '/') -%}
    {%- set root = '/' if folder.startswith('/') else '' -%}
    {%- set parts = [] -%}
    {%- for part in folder.split('/') if part not in ('', '.') -%}
        {%- if part == '..' and parts and parts[-1] != '..' -%} {%- do parts.pop() -%}
        {%- elif part != '..' or not root -%} {%- do parts.append(part) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(root ~ (parts | join('/')) or '.') }}
{%- endmacro %}

{#
    The path of a file below the landing folder.

    Arguments:
        path   path of the file
        given  as in landing_folder

    Example:
        see is_undelivered
#}
{% macro path_in_landing(path, given='') -%}
    {%- set plain, folder = path.replace('\\', '/'), landing_folder(given) -%}
    {%- set start = folder.rstrip('/') ~ '/' -%}
    {{ return(plain[start | length:] if plain.startswith(start) else plain) }}
{%- endmacro %}

{#
    Whether a file of the landing, or a folder above it in the landing, is hidden, still being
    copied, or left behind by a file manager.

    Arguments:
        path   path of the file
        given  as in landing_folder

    Example:
        see landing_files
#}
{% macro is_undelivered(path, given='') -%}
    {%- set skipped = [] -%}
    {%- for name in path_in_landing(path, given).split('/')
        if modules.re.fullmatch(
            '[.].*|~.*|.*[.](part|filepart|tmp|crdownload)|thumbs[.]db|desktop[.]ini',
            name, modules.re.IGNORECASE
        ) -%}
        {%- do skipped.append(name) -%}
    {%- endfor -%}
    {{ return(skipped != []) }}
{%- endmacro %}

{#
    A path as a pattern for DuckDB's file functions that matches only this path.

    Arguments:
        path  path of a file or folder

    Example:
        {{ path_pattern('/in/B[1].csv') }}   -- /in/B[[]1].csv
#}
{% macro path_pattern(path) -%}
    {{ return(modules.re.sub('([*?\\[])', '[\\1]', path ~ '')) }}
{%- endmacro %}

{#
    Paths as a list of SQL literals that match only these files.

    Arguments:
        paths  list of paths

    Example:
        read_blob({{ path_list(['/in/B1.csv']) }})
#}
{% macro path_list(paths) -%}
    {%- set quoted = [] -%}
    {%- for path in paths -%}
        {%- do quoted.append(text_literal(path_pattern(path))) -%}
    {%- endfor -%}
    {{ return('[' ~ quoted | join(', ') ~ ']') }}
{%- endmacro %}
