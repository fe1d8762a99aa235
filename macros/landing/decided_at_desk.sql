{#
    The decisions of the steward desk as further rows of a steward log: ` union all select ...`, or
    nothing. On DuckDB, each decision is a file `<feed>/<id>.jsonl` in the stewardship folder, which
    every build reads, wherever its feeds land. On Snowflake, the desk inserts its rows into the
    landing tables.

    Arguments:
        feed  name of the feed

    Example:
        see landed
#}
{% macro default__decided_at_desk(feed) -%}{%- endmacro %}

{% macro duckdb__decided_at_desk(feed) -%}
    {#- A unit test has an input instead of the seed, without a schema, and no files. -#}
    {%- set is_landed = execute and feed in desk_feeds()
        and (landing_place() or ref(feed).schema) -%}
    {%- set files = desk_files(feed) if is_landed else {'paths': []} -%}
    {%- for group in file_groups(feed, files) if files.paths %}
    union all
    {{ landing_reader(feed, files, group) }}
    {%- endfor -%}
{%- endmacro %}

{#
    The files of a steward log in the stewardship folder, as in landing_files.

    Arguments:
        feed  name of the feed

    Example:
        see decided_at_desk
#}
{% macro desk_files(feed) -%}
    {%- set folder = stewardship_folder() if feed in desk_feeds() -%}
    {%- if not folder -%} {{ return({'paths': [], 'batches': {}}) }} {%- endif -%}
    {{ return(landing_files(feed, is_optional=true, given=folder)) }}
{%- endmacro %}

{#
    The folder into which the steward desk writes decisions: C360_STEWARDSHIP_PATH, or next to the
    working database, `c360.stewardship` for `c360.duckdb`; empty for a database in memory.
    scripts/warehouse/options.py has the same rule.

    Example:
        see desk_files
#}
{% macro stewardship_folder() -%}
    {%- set given = env_var('C360_STEWARDSHIP_PATH', '') -%}
    {%- set database = target.path | default('') -%}
    {%- if given or database in ('', ':memory:') -%} {{ return(given) }} {%- endif -%}
    {{ return(modules.re.sub('[.]duckdb$', '', database) ~ '.stewardship') }}
{%- endmacro %}
